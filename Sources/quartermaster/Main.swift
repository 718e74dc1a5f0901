import ArgumentParser
import Hummingbird
import Configuration
import Yams
@main struct Main: AsyncParsableCommand { func run() async throws {} }
