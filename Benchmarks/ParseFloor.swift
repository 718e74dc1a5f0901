import ArgumentParser
import CSimdJSON
import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// The least that a loader could do: fetch the software report page by page, parse each with simdjson, and copy every value
/// into the buffer that COPY would be sent. In a process of its own, so that its CPU can be told from the vendor's.
struct ParseFloor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse-floor", abstract: "Fetches, parses and encodes a software report.", shouldDisplay: false)

    @Option var baseURL: String

    static func measured(_ warehouse: Warehouse) async throws -> Usage {
        guard let connection = warehouse.vendor.connections.first else { return Usage() }
        var program = warehouse.program
        program.executable = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let input = String(decoding: try JSONEncoder().encode(connection.credentials), as: UTF8.self)
        return try await program.run(["parse-floor", "--base-url", connection.baseURL], input: input).usage
    }

    func run() async throws {
        let transport = CurlTransport(egress: .allowingPrivate)
        let token = try await token(transport)
        var (cursor, rows, bytes) = (String?.none, 0, 0)
        var sent: [UInt8] = []
        repeat {
            let query = "pageSize=5000" + (cursor.map { "&cursor=\($0)" } ?? "")
            let answer = try await transport.send(
                TransportRequest(
                    url: baseURL + "/v2/queries/software?" + query, headers: [.authorization: "Bearer \(token)"]))
            sent.removeAll(keepingCapacity: true)
            let page = RawPage(answer.body)
            page.encode(into: &sent)
            bytes += sent.count
            rows += page.results
            cursor = page.results == 0 ? nil : page.cursor
        } while cursor != nil
        say("\(rows) rows, \(bytes) bytes")
    }

    private func token(_ transport: CurlTransport) async throws -> String {
        let credentials = try JSONDecoder().decode(
            [String: String].self, from: FileHandle.standardInput.readDataToEndOfFile())
        let form =
            "grant_type=client_credentials&scope=monitoring&client_id=\(credentials["client_id"] ?? "")"
            + "&client_secret=\(credentials["client_secret"] ?? "")"
        let answer = try await transport.send(
            TransportRequest(
                method: .post, url: baseURL + "/ws/oauth/token",
                headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(form.utf8)))
        guard let token = try JSONValue.parse(answer.body)["access_token"].text else {
            throw Program.Failure(description: "no token: \(String(decoding: answer.body, as: UTF8.self))")
        }
        return token
    }
}

/// A page as simdjson's nodes, without anything of ours on top.
private struct RawPage {
    private let json: [UInt8]
    private let nodes: [qm_json_node]

    init(_ json: [UInt8]) {
        self.json = json
        nodes = json.withUnsafeBufferPointer { buffer in
            var error: Int32 = 0
            guard let scanner = qm_json_scan(buffer.baseAddress, buffer.count, &error) else { return [] }
            defer { qm_json_free(scanner) }
            return [qm_json_node](unsafeUninitializedCapacity: qm_json_capacity(scanner)) { nodes, count in
                var position = 0
                _ = qm_json_build(scanner, nodes.baseAddress, &count, &position)
            }
        }
    }

    /// Each scalar, members' names among them, as COPY's binary form has it: a length and the bytes.
    func encode(into sent: inout [UInt8]) {
        json.withUnsafeBytes { json in
            for node in nodes where Int(node.kind) < qm_json_array {
                let bytes = json[Int(node.start)..<Int(node.end)]
                withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { sent.append(contentsOf: $0) }
                sent.append(contentsOf: bytes)
            }
        }
    }

    var results: Int {
        let list = find("results", in: 0)
        guard list != 0 else { return 0 }
        var (count, child) = (0, list + 1)
        while child < Int(nodes[list].next) {
            count += 1
            child = Int(nodes[child].next)
        }
        return count
    }

    var cursor: String? {
        let object = find("cursor", in: 0)
        guard object != 0 else { return nil }
        let name = find("name", in: object)
        guard name != 0 else { return nil }
        return String(decoding: json[Int(nodes[name].start) + 1..<Int(nodes[name].end) - 1], as: UTF8.self)
    }

    private func find(_ name: String, in object: Int) -> Int {
        var name = name
        return name.withUTF8 { name in
            json.withUnsafeBufferPointer { json in
                nodes.withUnsafeBufferPointer { nodes in
                    Int(
                        qm_json_find(json.baseAddress, nodes.baseAddress, UInt32(object), name.baseAddress, name.count))
                }
            }
        }
    }
}
