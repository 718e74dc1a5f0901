/// What the platform's build has not (trap 7): found out once a connection, and remembered.
actor DattoBuild {
    /// Found missing: the v3 endpoints of devices.
    private(set) var lacksV3 = false
    /// Patches were answered for some device.
    private(set) var hasPatches = false

    func noteMissingV3() { lacksV3 = true }
    func notePatches() { hasPatches = true }
}
