import Matching
import Testing

/// Domains, telephone numbers and addresses in one spelling.
@Suite struct FoldingTests {
    @Test(arguments: [
        ("https://www.contoso.com/about", "contoso.com"), ("bob@Contoso.com", "contoso.com"),
        ("ad.corp.contoso.com", "contoso.com"), ("mail.contoso.co.uk", "contoso.co.uk"), ("contoso.local", "contoso"),
        ("CONTOSO\\bob", "contoso"), ("contoso", "contoso"),
    ])
    func aDomainIsTheRegisteredOne(_ text: String, _ domain: String) {
        #expect(Domains.folded(text) == domain)
    }

    @Test(arguments: [
        "bob@gmail.com", "WORKGROUP", "", "localhost", "bob@yahoo.co.uk", "contoso.onmicrosoft.com", "192.168.1.4",
        "NT AUTHORITY\\SYSTEM", nil,
    ])
    func whatEverybodyHasIsNoDomain(_ text: String?) {
        #expect(Domains.folded(text) == nil)
    }

    @Test func aPhoneIsItsLastDigits() {
        #expect(Phones.folded("+1 (212) 555-0123 ext. 4") == Phones.folded("212.555.0123"))
        #expect(Phones.folded("000-000-0000") == nil && Phones.folded("12345") == nil && Phones.folded(nil) == nil)
    }

    @Test func anAddressIsItsNumberAndStreet() {
        let a = Place(street: "12 Main Street, Suite 4", postalCode: "123 45", city: "Zürich")
        #expect(a == Place(street: "12 MAIN ST", postalCode: "12345", city: "zurich"))
        #expect(Place(street: "", postalCode: nil, city: " ") == nil)
    }
}
