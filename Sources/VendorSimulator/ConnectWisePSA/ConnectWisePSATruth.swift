import Inventory

struct ConnectWisePSATruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth { [:] }
}
