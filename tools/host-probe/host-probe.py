#!/usr/bin/env python3
"""Asks KVM on this host what it offers to guests, and prints the answers as JSON: a measured host for Flipbit.

Usage: python3 host-probe.py > host.json

Python 3.6 or newer, no packages. It opens /dev/kvm and reads a few files below /proc and /sys. It starts no guest, changes
no setting, writes no file and sends nothing anywhere.
"""
import argparse
import errno
import fcntl
import json
import os
import re
import struct
import sys

# ioctl numbers and layouts: Linux include/uapi/linux/kvm.h and arch/x86/include/uapi/asm/kvm.h.
KVM_GET_API_VERSION = 0xAE00
KVM_CREATE_VM = 0xAE01
KVM_GET_MSR_INDEX_LIST = 0xC004AE02
KVM_CHECK_EXTENSION = 0xAE03
KVM_GET_SUPPORTED_CPUID = 0xC008AE05
KVM_CREATE_VCPU = 0xAE41
KVM_CREATE_IRQCHIP = 0xAE60
KVM_GET_SUPPORTED_HV_CPUID = 0xC008AEC1

API_VERSION = 12
HIGHEST_CAPABILITY = 320
CPUID_ENTRIES = 512
CPUID_ENTRY = struct.Struct("=10I")
MSR_ENTRIES = 4096

# The capabilities that Flipbit calls by name.
CAPABILITIES = {
    "KVM_CAP_HYPERV": 44,
    "KVM_CAP_HYPERV_TIME": 96,
    "KVM_CAP_HYPERV_SYNIC": 123,
    "KVM_CAP_HYPERV_SYNIC2": 148,
    "KVM_CAP_HYPERV_VP_INDEX": 149,
    "KVM_CAP_HYPERV_EVENTFD": 154,
    "KVM_CAP_HYPERV_TLBFLUSH": 155,
    "KVM_CAP_HYPERV_SEND_IPI": 161,
    "KVM_CAP_HYPERV_ENLIGHTENED_VMCS": 163,
    "KVM_CAP_HYPERV_CPUID": 167,
    "KVM_CAP_SYS_HYPERV_CPUID": 191,
    "KVM_CAP_HYPERV_ENFORCE_CPUID": 199,
    "KVM_CAP_ENFORCE_PV_FEATURE_CPUID": 190,
    "KVM_CAP_XEN_HVM": 38,
    "KVM_CAP_HYPERV_DIRECT_TLBFLUSH": 175,
    "KVM_CAP_MSR_PLATFORM_INFO": 159,
    "KVM_CAP_EXIT_HYPERCALL": 201,
    "KVM_CAP_X86_USER_SPACE_MSR": 188,
    "KVM_CAP_X86_MSR_FILTER": 189,
    "KVM_CAP_TSC_CONTROL": 60,
    "KVM_CAP_SPLIT_IRQCHIP": 121,
}

# Which of KVM's vendor modules a processor uses: Hygon and Zhaoxin behave like the one they descend from.
VENDORS = {
    "AuthenticAMD": "AMD",
    "HygonGenuine": "AMD",
    "GenuineIntel": "Intel",
    "CentaurHauls": "Intel",
    "  Shanghai  ": "Intel",
}


class Failure(Exception):
    """Something that a user can understand and perhaps mend."""


def open_kvm(device):
    try:
        return os.open(device, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise Failure(
            "%s does not exist: KVM is not loaded, or this machine has no hardware virtualisation (a guest needs nesting)."
            % device
        ) from None
    except PermissionError:
        raise Failure(
            "%s may not be opened by this user: run the probe as root, or as a member of the group that owns the device."
            % device
        ) from None
    except OSError as error:
        raise Failure("%s cannot be opened: %s" % (device, error.strerror)) from None


def ask(fd, request, argument=0):
    try:
        return fcntl.ioctl(fd, request, argument)
    except OSError as error:
        if error.errno == errno.ENOTTY and request == KVM_GET_API_VERSION:
            raise Failure("this is not the KVM device") from None
        raise


def capability(fd, number):
    """The answer of KVM_CHECK_EXTENSION: 0 when the capability is missing or unknown."""
    try:
        return max(ask(fd, KVM_CHECK_EXTENSION, number), 0)
    except OSError:
        return 0


def word(value):
    return "0x%08x" % value


def cpuid_list(fd, request):
    """The entries of a struct kvm_cpuid2, as KVM fills it in."""
    table = bytearray(8 + CPUID_ENTRIES * CPUID_ENTRY.size)
    struct.pack_into("=II", table, 0, CPUID_ENTRIES, 0)
    ask(fd, request, table)
    (count,) = struct.unpack_from("=I", table, 0)
    entries = []
    for index in range(min(count, CPUID_ENTRIES)):
        leaf, subleaf, _, eax, ebx, ecx, edx = CPUID_ENTRY.unpack_from(table, 8 + index * CPUID_ENTRY.size)[:7]
        entries.append(
            {
                "leaf": word(leaf),
                "subleaf": subleaf,
                "eax": word(eax),
                "ebx": word(ebx),
                "ecx": word(ecx),
                "edx": word(edx),
            }
        )
    return entries


def hyperv_from_vcpu(kvm):
    """Before Linux 5.11 only a vCPU answers: make an empty VM with one, and let both go again."""
    vm = ask(kvm, KVM_CREATE_VM)
    try:
        ask(vm, KVM_CREATE_IRQCHIP)
        vcpu = ask(vm, KVM_CREATE_VCPU)
        try:
            return cpuid_list(vcpu, KVM_GET_SUPPORTED_HV_CPUID)
        finally:
            os.close(vcpu)
    finally:
        os.close(vm)


def hyperv_list(kvm, named):
    """KVM_GET_SUPPORTED_HV_CPUID, and who answered it: `system`, `vcpu`, or nobody."""
    if named["KVM_CAP_SYS_HYPERV_CPUID"]:
        try:
            return cpuid_list(kvm, KVM_GET_SUPPORTED_HV_CPUID), "system"
        except OSError as error:
            print("host-probe: the system refuses the Hyper-V list: %s" % error.strerror, file=sys.stderr)
    if named["KVM_CAP_HYPERV_CPUID"]:
        try:
            return hyperv_from_vcpu(kvm), "vcpu"
        except OSError as error:
            print("host-probe: a vCPU refuses the Hyper-V list: %s" % error.strerror, file=sys.stderr)
    return [], None


def is_paravirtual(msr):
    return 0x40000000 <= msr < 0x40000200 or 0x4B564D00 <= msr < 0x4B564DFF or msr in (0x11, 0x12)


def paravirtual_msrs(kvm):
    table = bytearray(4 + 4 * MSR_ENTRIES)
    struct.pack_into("=I", table, 0, MSR_ENTRIES)
    ask(kvm, KVM_GET_MSR_INDEX_LIST, table)
    (count,) = struct.unpack_from("=I", table, 0)
    msrs = struct.unpack_from("=%dI" % min(count, MSR_ENTRIES), table, 4)
    return ["0x%x" % msr for msr in msrs if is_paravirtual(msr)]


def read_text(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return None


def cpu_info():
    """The first processor's fields of /proc/cpuinfo."""
    fields = {}
    for line in (read_text("/proc/cpuinfo") or "").split("\n\n")[0].splitlines():
        name, _, value = line.partition(":")
        fields[name.strip()] = value[1:] if value.startswith(" ") else value
    return fields


def module_parameters():
    """The parameters of KVM's modules that decide what guests see, as text; nested virtualisation among them."""
    wanted = ("nested", "enable_vmware_backdoor", "avic", "enable_apicv", "ignore_msrs", "tdp_mmu", "ept", "npt")
    found = {}
    for module in sorted(os.listdir("/sys/module")) if os.path.isdir("/sys/module") else []:
        if re.match(r"kvm(_\w+)?$", module):
            values = {name: read_text("/sys/module/%s/parameters/%s" % (module, name)) for name in wanted}
            found[module] = {name: value for name, value in values.items() if value is not None}
    return found


def measure(device):
    kvm = open_kvm(device)
    try:
        version = ask(kvm, KVM_GET_API_VERSION)
        if version != API_VERSION:
            raise Failure("KVM speaks API version %d; this program knows %d." % (version, API_VERSION))
        named = {name: capability(kvm, number) for name, number in CAPABILITIES.items()}
        everything = {number: capability(kvm, number) for number in range(HIGHEST_CAPABILITY)}
        hyperv, answered = hyperv_list(kvm, named)
        cpu = cpu_info()
        release = os.uname().release
        kernel = re.match(r"\d+\.\d+", release)
        vendor = cpu.get("vendor_id", "")
        return {
            "kernel": kernel.group() if kernel else release,
            "release": release,
            "vendor": VENDORS.get(vendor, vendor),
            "how": "host-probe.py asked %s" % device,
            "capabilities": named,
            "allCapabilities": {str(number): value for number, value in everything.items() if value > 0},
            "supportedCpuid": cpuid_list(kvm, KVM_GET_SUPPORTED_CPUID),
            "supportedHvCpuid": hyperv,
            "pvMsrs": paravirtual_msrs(kvm),
            "extra": {
                "vendorId": vendor,
                "modelName": cpu.get("model name", ""),
                "isGuest": "hypervisor" in cpu.get("flags", "").split(),
                "cpus": os.cpu_count(),
                "smt": read_text("/sys/devices/system/cpu/smt/control"),
                "hypervCpuidFrom": answered,
                "modules": module_parameters(),
            },
        }
    finally:
        os.close(kvm)


def main():
    parser = argparse.ArgumentParser(description="Prints what KVM on this host offers to guests, as JSON for Flipbit.")
    parser.add_argument("--device", default="/dev/kvm", help="the KVM device (default: %(default)s)")
    arguments = parser.parse_args()
    try:
        if sys.platform != "linux" or os.uname().machine != "x86_64" or struct.calcsize("P") != 8:
            raise Failure("the probe needs 64-bit Linux on x86; this is %s." % os.uname().machine)
        print(json.dumps(measure(arguments.device), indent=1))
    except Failure as failure:
        sys.exit("host-probe: %s" % failure)
    except OSError as error:
        sys.exit("host-probe: KVM refused a question: %s" % error.strerror)


if __name__ == "__main__":
    main()
