import JSON

/// What ties an asset to an RMM's device: a member for each RMM. 0, null and an empty text mean none; an id stays when the
/// RMM has forgotten the device.
enum HaloDeviceLinks {
    /// The member, and the RMM as we call it. Which of several counts is the setting's to say, else the first here.
    private static let all = [
        ("ninjarmm_id", "ninjaone"), ("datto_id", "datto-rmm"), ("nable_id", "n-central"),
        ("automate_id", "connectwise-automate"), ("connectwisermm_id", "connectwise-asio"),
        ("kaseya_id", "kaseya-vsa-x"), ("atera_id", "atera"), ("syncroid", "syncro"), ("addigy_id", "addigy"),
        ("intune_id", "intune"),
    ]

    /// The RMM and its device's id.
    static func link(_ row: inout HaloRow, preferring rmm: String?) -> (rmm: String, id: String)? {
        let ordered = all.filter { $0.1 == rmm } + all.filter { $0.1 != rmm }
        for (member, vendor) in ordered {
            guard HaloRow.id(row.json[member]) != nil, let id = row.id(member) else { continue }
            return (vendor, id)
        }
        return nil
    }
}
