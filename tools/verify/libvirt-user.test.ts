import { expect, test } from "vitest";
import { hasQemuUser, withQemuUser } from "./libvirt-user.ts";

const PASSWD = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n";

test("only root's libvirt looks for its user", () => {
  expect(hasQemuUser(PASSWD, 0)).toBe(false);
  expect(hasQemuUser(PASSWD, 1000)).toBe(true);
  expect(hasQemuUser(`${PASSWD}libvirt-qemu:x:64055:105::/var/lib/libvirt:/usr/sbin/nologin\n`, 0)).toBe(true);
});

test("the list that libvirt is shown has the user, as root", () => {
  const shown = withQemuUser(PASSWD, "0::/:/usr/sbin/nologin");
  expect(shown.startsWith(PASSWD)).toBe(true);
  expect(shown).toContain("\nlibvirt-qemu:x:0:0::/:/usr/sbin/nologin\n");
  expect(hasQemuUser(shown, 0)).toBe(true);
});
