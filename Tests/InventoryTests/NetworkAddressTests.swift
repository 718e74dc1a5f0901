import Inventory
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), (" 10.0.0.1 ", "10.0.0.1"), ("10.0.0.0/24", "10.0.0.0/24"),
        ("10.0.0.1/32", "10.0.0.1"),
        ("FE80::1%eth0", "fe80::1"), ("2001:0DB8:0:0::1", "2001:db8::1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ("2001:db8::/32", "2001:db8::/32"), ("0.0.0.0", nil), ("::", nil), ("10.0.0", nil), ("10.0.0.256", nil),
        ("N/A", nil),
        ("", nil), ("10.0.0.1/33", nil), ("10.0.0.1/", nil), ("/24", nil), ("1.2.3.4:80", nil),
    ])
    func ipAddresses(_ text: String, _ expected: String?) {
        #expect(NetworkAddress.ip(text) == expected)
    }

    @Test(arguments: [
        ("08:00:2B:01:02:03", "08:00:2b:01:02:03"), ("08-00-2b-01-02-03", "08:00:2b:01:02:03"),
        ("08002B010203", "08:00:2b:01:02:03"), ("0800.2b01.0203", "08:00:2b:01:02:03"), ("00:00:00:00:00:00", nil),
        ("08:00:2b:01:02", nil), ("08:00:2b:01:02:03:04:05", nil), ("zz:00:2b:01:02:03", nil), ("", nil),
    ])
    func hardwareAddresses(_ text: String, _ expected: String?) {
        #expect(NetworkAddress.mac(text) == expected)
    }
}
