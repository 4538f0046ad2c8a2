import Foundation

/// What the process was started with: arguments, variables, folders. Their bytes may be no UTF-8, as those of file names may.
public enum Host {
    /// Without the program's own name.
    public static var arguments: [String] {
        (1..<max(1, Int(wide: CommandLine.argc))).compactMap { CommandLine.unsafeArgv[$0].map { FileName.text($0) } }
    }

    public static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = FileName.text(entry)
            if let equals = text.firstIndex(of: "="), equals > text.startIndex {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    /// Where relative paths begin. A folder that was removed meanwhile still has this name, and nothing is in it.
    public static var currentFolder: URL {
        guard let path = getcwd(nil, 0) else { return URL(filePath: "/proc/self/cwd") }
        defer { free(path) }
        return URL(filePath: FileName.text(path))
    }

    /// The running program.
    public static var executable: URL? { FileSystem.link("/proc/self/exe").map { URL(filePath: $0) } }

    /// The person's own folder; nil where nothing says it.
    public static var home: URL? { home(in: environment) }

    private static func home(in environment: [String: String]) -> URL? {
        if let home = environment["HOME"], home.hasPrefix("/") { return URL(filePath: home) }
        return homeFolder { getpwuid_r(getuid(), $0, $1, $2, $3) }.map { URL(filePath: $0) }
    }

    /// The folder that a program keeps a person's things in, by the variable that XDG gives it.
    /// - Parameter usual: below the home folder, where the variable is not set.
    package static func folder(_ variable: String, usual: String, in environment: [String: String] = environment) -> URL? {
        if let folder = environment[variable], folder.hasPrefix("/") { return URL(filePath: folder) }
        return home(in: environment)?.appending(path: usual)
    }

    public static var temporaryFolder: URL {
        if let folder = environment["TMPDIR"], folder.hasPrefix("/") { return URL(filePath: folder) }
        return URL(filePath: "/tmp")
    }

    /// `~` and `~/…` by the person's own folder, `~name/…` by that person's; any other path, and one of a person whom nobody knows, as it is.
    static func expandingHome(_ path: String) -> String {
        guard path.hasPrefix("~") else { return path }
        let end = path.firstIndex(of: "/") ?? path.endIndex, name = path[path.index(after: path.startIndex)..<end]
        let folder =
            name.isEmpty
            ? home?.path
            : name.utf8.count > 256
                ? nil : FileName.withPath(String(name)) { name in homeFolder { getpwnam_r(name, $0, $1, $2, $3) } } ?? nil
        return folder.map { $0 + path[end...] } ?? path
    }

    private static func homeFolder(
        _ find: (UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>) ->
            Int32
    ) -> String? {
        var entry = passwd(), found: UnsafeMutablePointer<passwd>?
        var room = [CChar](repeating: 0, count: 16 << 10)
        return room.withUnsafeMutableBufferPointer { room in
            guard let base = room.baseAddress, find(&entry, base, room.count, &found) == 0, found != nil, let folder = entry.pw_dir else {
                return nil
            }
            return FileName.text(folder)
        }
    }
}
