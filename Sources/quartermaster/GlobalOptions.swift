import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: "A settings file (YAML); Config/quartermaster.yaml shows every setting.")
    var config: String?

    @Option(name: .long, help: "A PostgreSQL by connection URI; without one the program keeps a private PostgreSQL.")
    var databaseURL: String?

    @Option(name: .long, help: "Where the private PostgreSQL and the generated master key live.")
    var dataDirectory: String?

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Flag(name: .long, help: "One JSON object on standard output in place of text for people.")
    var json = false

    /// The settings of this call.
    func settings(_ more: [Setting: String?] = [:]) throws -> Settings {
        var flags: [Setting: String] = [:]
        flags[.databaseURL] = databaseURL
        flags[.dataDirectory] = dataDirectory
        flags[.logLevel] = logLevel
        for (setting, value) in more { flags[setting] = value }
        return try Settings.load(file: config, flags: flags)
    }
}
