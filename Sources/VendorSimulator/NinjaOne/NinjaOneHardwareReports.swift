import Inventory

/// What machines are made of and run.
extension NinjaOneReport {
    static let hardwareReports: [NinjaOneReport] = [
        report("queries/operating-systems", ["df", "ts"], { $0.hasAgent ? [$0] : [] }) { device, _, _, json in
            NinjaOneParts.system(device, to: &json)
        },
        report("queries/computer-systems", ["df", "ts"], { $0.hasAgent ? [$0] : [] }) { device, _, _, json in
            NinjaOneParts.computer(device, to: &json)
        },
        report("queries/processors", ["df", "ts"], { NinjaOneParts.processors($0) }) { cpu, _, _, json in
            NinjaOneParts.processor(cpu, to: &json)
        },
        report("queries/disks", ["df", "ts"], { $0.hasAgent ? Array($0.volumes.enumerated()) : [] }) {
            volume, device, _, json in NinjaOneParts.disk(volume.offset, volume.element, device, to: &json)
        },
        NinjaOneReport("queries/volumes", ["df", "ts", "include"]) { request, device in
            let readings = request.fleet.readings(of: device)
            return Rows(count: device.volumes.count) { index, json in
                NinjaOneParts.volume(
                    device.volumes[index], free: readings.freeBytes[index],
                    withEncryption: request.call.parameter("include") == "bl", to: &json)
                json.member("deviceId", NinjaOneID.device(device.number))
                json.member("timestamp", epoch: readings.lastUpdate)
            }
        },
        NinjaOneReport("queries/network-interfaces", ["df"], countsDevices: true) { _, device in
            Rows(device.hasAgent ? device.interfaces : []) { interface, json in
                NinjaOneParts.interface(interface, device, to: &json)
                json.member("deviceId", NinjaOneID.device(device.number))
            }
        },
        NinjaOneReport("queries/logged-on-users", ["df"], pageSizes: 10...10_000, usualPageSize: 1000) {
            request, device in
            Rows(device.lastUser.map { [$0] } ?? []) { user, json in
                json.member("userName", user)
                json.member("logonTime", epoch: device.bootedAt)
                json.member("deviceId", NinjaOneID.device(device.number))
            }
        },
    ]

    /// A report whose rows end in the device's id and when they were collected.
    private static func report<Thing>(
        _ name: String, _ parameters: Set<String>, _ things: @escaping @Sendable (Device) -> [Thing],
        _ write: @escaping @Sendable (Thing, Device, NinjaOneRequest, inout JSONWriter) -> Void
    ) -> NinjaOneReport {
        NinjaOneReport(name, parameters) { request, device in
            let collected = request.fleet.readings(of: device).lastUpdate
            return Rows(things(device)) { thing, json in
                write(thing, device, request, &json)
                json.member("deviceId", NinjaOneID.device(device.number))
                json.member("timestamp", epoch: collected)
            }
        }
    }
}
