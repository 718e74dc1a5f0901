/// User-defined fields: what technicians and scripts wrote, secrets among them.
struct DattoRMMFields {
    let values: [(ordinal: Int, label: String, value: String)]

    init(_ device: Device) {
        guard device.number % 3 == 0 else {
            values = []
            return
        }
        values = [
            (1, "Asset tag", "A-\(10_000 + device.number)"),
            (2, "Recovery key", "simulated-recovery-key-\(device.number)"),
        ]
    }

    /// As v2 has them.
    func write(to json: inout JSONWriter) {
        json.member(
            "udf",
            object: { json in
                for field in values { json.member(named: "udf\(field.ordinal)", field.value) }
                json.member("udf300", nil as String?)
            })
    }

    /// As v3 has them.
    func writeTyped(to json: inout JSONWriter) {
        json.member(
            "udfs",
            array: { json in
                for field in values {
                    json.object {
                        $0.member("ordinal", field.ordinal)
                        $0.member("type", "STRING")
                        $0.member("valueString", field.value)
                        $0.member("valueBoolean", nil as Bool?)
                        $0.member("valueNumber", nil as Int?)
                        $0.member("valueDate", nil as String?)
                        $0.member("label", field.label)
                        $0.member("typeMisMatch", false)
                    }
                }
            })
    }
}
