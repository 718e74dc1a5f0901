import Inventory

/// Hardware audits, one endpoint a class of device; the wrong one is a bad request.
enum DattoRMMAudits {
    static let endpoints = [
        DattoRMMEndpoint("audit/device/{}") { request, uid in
            answer(request, uid, class: "device") { DattoRMMMachineAudit(request.fleet, $0).write(to: &$1) }
        },
        DattoRMMEndpoint("audit/printer/{}") { request, uid in
            answer(request, uid, class: "printer") { printer($0, to: &$1) }
        },
        DattoRMMEndpoint("audit/esxihost/{}") { request, uid in
            answer(request, uid, class: "esxihost") { host(request.fleet, $0, to: &$1) }
        },
    ]

    private static func answer(
        _ request: DattoRMMRequest, _ uid: String, class name: String,
        _ write: (Device, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        guard let device = request.device(uid: uid) else { return request.refused(404) }
        guard DattoRMMClass(device).name == name else { return request.refused(400) }
        return .json { $0.object { write(device, &$0) } }
    }

    private static func printer(_ device: Device, to json: inout JSONWriter) {
        json.member(
            "systemInfo",
            object: {
                $0.member("manufacturer", device.manufacturer)
                $0.member("model", device.model)
            })
        json.member("printer", object: { $0.member("printedPageCount", device.number * 31) })
        json.member(
            "printerMarkerSupplies",
            array: { supplies in
                supplies.object {
                    $0.member("description", "Black toner")
                    $0.member("maxCapacity", "100")
                    $0.member("suppliesLevel", String(device.number % 100))
                }
            })
        json.member("nics", array: { DattoRMMDeviceRow.interfaces(device, to: &$0) })
        json.member(
            "snmpInfo",
            object: {
                $0.member("snmpName", device.hostname)
                $0.member("snmpSerial", device.serial)
            })
    }

    private static func host(_ fleet: Fleet, _ device: Device, to json: inout JSONWriter) {
        json.member(
            "systemInfo",
            object: {
                $0.member("manufacturer", device.manufacturer)
                $0.member("model", device.model)
                $0.member("name", device.hostname)
                $0.member("serviceTag", device.serial)
                $0.member("numberOfSnapshots", 0)
            })
        json.member("processors", array: { processors(device, to: &$0) })
        json.member("nics", array: { DattoRMMDeviceRow.interfaces(device, to: &$0) })
        json.member(
            "datastores",
            array: { stores in
                let store = DattoRMMDatastore(device)
                stores.object {
                    $0.member("datastoreName", store.name)
                    $0.member("size", store.size)
                    $0.member("freeSpace", store.free)
                    $0.member("fileSystem", "VMFS")
                    $0.member("status", "Accessible")
                }
            })
        json.member(
            "guests",
            array: { guests in
                for guest in fleet.devices where guest.parent == device.number {
                    guests.object { $0.member("guestName", guest.hostname) }
                }
            })
    }

    private static func processors(_ device: Device, to json: inout JSONWriter) {
        guard let cpu = device.cpu else { return }
        for _ in 0..<cpu.sockets {
            json.object {
                $0.member("name", cpu.name)
                $0.member("frequency", cpu.megahertz)
                $0.member("numberOfCores", cpu.cores)
            }
        }
    }
}

/// The one datastore of a host.
struct DattoRMMDatastore {
    let name = "datastore1"
    let size: Int
    let free: Int

    init(_ device: Device) {
        size = 4_000_000_000_000 + device.number * 4096
        free = size / 3
    }
}
