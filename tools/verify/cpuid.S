# A guest of 64 KiB: prints CPUID leaves on QEMU's debug port, `leaf eax ebx ecx edx` a line, and leaves through isa-debug-exit.
# Exit status 33: all leaves were printed. 35: this processor has no CPUID instruction.
	.code16
	.text

	.set	DEBUG_PORT, 0xe9
	.set	EXIT_PORT, 0x501
	.set	SEGMENT, 0xf000

main:
	cli
	cld
	xorw	%ax, %ax
	movw	%ax, %ss
	movw	$0x8000, %sp
	movw	%ax, %ds
	movw	$no_cpuid, 6 * 4
	movw	$SEGMENT, 6 * 4 + 2
	movw	$SEGMENT, %ax
	movw	%ax, %ds
	movw	$table, %si

next_range:
	lodsl				# the first leaf; zero ends the table
	testl	%eax, %eax
	jz	finished
	movl	%eax, %ebp
	lodsl				# the last leaf
	movl	%eax, %edi
next_leaf:
	movl	%ebp, %eax
	xorl	%ecx, %ecx
	cpuid
	pushl	%edx
	pushl	%ecx
	pushl	%ebx
	pushl	%eax
	pushl	%ebp
	movw	$5, %cx
next_word:
	popl	%edx
	call	print_word
	loop	next_word
	movb	$'\n', %al
	outb	%al, $DEBUG_PORT
	cmpl	%edi, %ebp
	je	next_range
	incl	%ebp
	jmp	next_leaf

finished:
	movb	$0x10, %al		# QEMU ends with (0x10 << 1) | 1
	jmp	leave_guest
no_cpuid:
	movb	$0x11, %al
leave_guest:
	movw	$EXIT_PORT, %dx
	outb	%al, %dx
stopped:
	hlt
	jmp	stopped

# Prints %edx as eight hex digits and a space. Keeps all but %al, %bx and %edx.
print_word:
	movw	$8, %bx
next_digit:
	roll	$4, %edx
	movb	%dl, %al
	andb	$0xf, %al
	cmpb	$10, %al
	jb	decimal
	addb	$('a' - '0' - 10), %al
decimal:
	addb	$'0', %al
	outb	%al, $DEBUG_PORT
	decw	%bx
	jnz	next_digit
	movb	$' ', %al
	outb	%al, $DEBUG_PORT
	ret

# First and last leaf of each range: ordinary features, hypervisor leaves at both bases, timing, Hyper-V's debugger, AMD's features.
table:
	.long	0x00000001, 0x00000001
	.long	0x00000007, 0x00000007
	.long	0x40000000, 0x4000000c
	.long	0x40000010, 0x40000010
	.long	0x40000080, 0x40000082
	.long	0x40000100, 0x4000010c
	.long	0x40000110, 0x40000110
	.long	0x80000001, 0x80000001
	.long	0

	.org	0xfff0			# where the processor starts
	ljmp	$SEGMENT, $main
	.org	0x10000
