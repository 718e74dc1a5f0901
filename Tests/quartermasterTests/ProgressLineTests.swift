import Foundation
import Sync
import Testing

@testable import quartermaster

@Suite struct ProgressLineTests {
    private func report(_ stream: String, read: Int) throws -> StreamReport {
        let text = """
            {"stream": "\(stream)", "entity": "\(stream)", "state": "running", "isSweep": true, "read": \(read), "created": 0,
            "updated": 0, "unchanged": 0, "deleted": 0, "quarantined": 0, "calls": 1, "bytes": 0, "seconds": 1}
            """
        return try JSONDecoder().decode(StreamReport.self, from: Data(text.utf8))
    }

    private func finished() throws -> RunReport {
        let text = """
            {"run": "\(UUID().uuidString)", "connection": "a", "vendor": "v", "state": "done", "streams": [], "seconds": 1,
            "drift": []}
            """
        return try JSONDecoder().decode(RunReport.self, from: Data(text.utf8))
    }

    @Test func saysWhatIsReadAndHowManyAreDone() throws {
        var line = ProgressLine()
        line.take("b", .started(run: UUID(), connection: "b", streams: []))
        line.take("b", .progressed(try report("devices", read: 7)))
        line.take("b", .progressed(try report("devices", read: 12)))
        line.take("a", .streamFinished(try report("sites", read: 3)))
        #expect(line.text(width: 80) == "0 of 2 done, 15 records   a: sites 3   b: devices 12")
        line.take("a", .finished(try finished()))
        #expect(line.text(width: 80) == "1 of 2 done, 15 records   b: devices 12")
    }

    @Test(arguments: [10, 40, 80, 200]) func isNeverLongerThanTheTerminal(width: Int) {
        var line = ProgressLine()
        for number in 10..<22 {
            line.take("vendor-\(number)", .streamStarted(stream: "s", isSweep: true, isResumed: false))
        }
        let text = line.text(width: width)
        #expect(text.count < width && text.hasPrefix("0 of 12"))
        #expect(text.hasSuffix("…"))
    }
}
