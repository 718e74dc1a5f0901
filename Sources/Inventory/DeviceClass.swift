/// What sort of machine a device is.
public enum DeviceClass: String, Sendable, Hashable, CaseIterable {
    case server
    case workstation
    case laptop
    case network
    case hypervisor
    case virtualMachine = "virtual_machine"
    case mobile
    case printer
    case other
}
