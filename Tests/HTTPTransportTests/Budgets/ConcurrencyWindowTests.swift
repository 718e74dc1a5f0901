import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct ConcurrencyWindowTests {
    /// A vendor that bears so many calls at one time and refuses the others, each call ending in the order it began.
    private struct Vendor {
        let bears: Int
        var window: ConcurrencyWindow
        private var underWay: [(place: ConcurrencyWindow.Place, isRefused: Bool)] = []
        private(set) var calls = 0
        private(set) var refusedCalls: [Int] = []

        init(bears: Int, most: Int) {
            self.bears = bears
            window = ConcurrencyWindow(most: most)
        }

        mutating func run(calls count: Int) {
            let end = calls + count
            while calls < end {
                while window.hasRoom {
                    calls += 1
                    let isRefused = underWay.filter { !$0.isRefused }.count >= bears
                    if isRefused { refusedCalls.append(calls) }
                    underWay.append((window.enter(), isRefused))
                }
                let call = underWay.removeFirst()
                window.leave()
                call.isRefused ? window.refused(call.place) : window.answered(call.place)
            }
        }
    }

    @Test(arguments: 1...15)
    func withinTwentyCallsOfTheFirstRefusalItIsSettled(bears: Int) {
        var vendor = Vendor(bears: bears, most: 16)
        while vendor.refusedCalls.isEmpty { vendor.run(calls: 1) }
        vendor.run(calls: 20)
        #expect(vendor.window.width <= bears)
        let found = vendor.refusedCalls.count
        vendor.run(calls: 150)
        #expect(vendor.refusedCalls.count == found)
        #expect(vendor.window.width >= max(1, bears - 1))
    }

    /// After twenty calls only a probe now and then finds out whether there is more.
    @Test(arguments: 1...16, [16, 64])
    func withinTwentyCallsItIsSettled(bears: Int, most: Int) {
        var vendor = Vendor(bears: bears, most: most)
        vendor.run(calls: 20 + 200)
        let late = vendor.refusedCalls.filter { $0 > 20 }
        #expect(late.count <= 1, "\(vendor.refusedCalls)")
        #expect(vendor.window.width >= max(1, bears / 2))
    }

    @Test(arguments: [1, 3, 8, 15, 40])
    func onceWarmFewerThanOneCallInAHundredIsRefused(bears: Int) {
        var vendor = Vendor(bears: bears, most: 64)
        vendor.run(calls: 400)
        let warm = vendor.refusedCalls.count
        vendor.run(calls: 10_000)
        #expect(vendor.refusedCalls.count - warm <= 100)
    }

    @Test func aVendorThatBearsAllIsAskedAtTheMost() {
        var vendor = Vendor(bears: 100, most: 16)
        vendor.run(calls: 200)
        #expect(vendor.window.width == 16)
        #expect(vendor.refusedCalls.isEmpty)
    }

    @Test func callsRefusedTogetherCountAsOneRefusal() {
        var window = ConcurrencyWindow(most: 16, known: 16)
        let places = (0..<16).map { _ in window.enter() }
        for place in places.suffix(4) {
            window.leave()
            window.refused(place)
        }
        #expect(window.width == 6)
    }

    @Test func itBeginsWithWhatWasFoundOutBefore() {
        #expect(ConcurrencyWindow(most: 16, known: 3).width == 3)
        #expect(ConcurrencyWindow(most: 2, known: 3).width == 2)
    }

    @Test func itLooksAgainForMoreWhenTheVendorBearsMore() {
        var vendor = Vendor(bears: 100, most: 8)
        vendor.window = ConcurrencyWindow(most: 8, known: 2)
        vendor.run(calls: 3_000)
        #expect(vendor.window.width == 8)
    }
}
