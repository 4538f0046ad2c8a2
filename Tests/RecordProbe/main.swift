import Foundation
import ParallaxCompute
import TestSupport

// A small program on the files that only grow or are kept between runs, for what only a process can show: being killed, and a full disk.
//
//     RecordProbe verdicts FILE            appends one verdict after the other, and prints the number of each once it is written
//     RecordProbe labels EXPORT            opens labels again and again, each time without their pack (of XDG_CACHE_HOME)
//     RecordProbe full FILE BYTES          appends verdicts until the file may not grow beyond BYTES, and prints what was said then
//     RecordProbe world FOLDER             makes a tiny world there, to look at by hand
//     RecordProbe memory FILE COMMAND …    runs the command and writes the most memory that it held at once, in bytes, to FILE

func say(_ text: String) {
    print(text)
    fflush(nil)
}

func verdict(_ number: Int) -> PersonVerdict {
    let text = "Claim \(number) is \(String(repeating: "long ", count: number % 40))enough."
    return PersonVerdict(
        document: "doc", position: number, verbalizer: "probe",
        claim: Claim(range: 0..<text.utf8.count, text: text, className: "mood", kind: .detail), verdict: .true)
}

func verdicts(_ file: URL) throws {
    var log = try PersonVerdicts(file)
    for number in (log.verdicts.last?.position ?? -1) + 1..<1_000_000 {
        try log.append(verdict(number))
        say("\(number)")
    }
}

func labels(_ export: URL, rounds: Int) throws {
    guard let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].map({ URL(filePath: $0).appending(path: "parallax/labels") })
    else { return }
    for round in 0..<rounds {
        for pack in (try? FileManager.default.contentsOfDirectory(atPath: cache.path)) ?? [] where !pack.hasPrefix(".") {
            unlink(cache.appending(path: pack).path)
        }
        guard try FeatureLabels.open(export)[0] != nil else { exit(3) }
        say("\(round)")
    }
}

func full(_ file: URL, _ bytes: Int) throws {
    signal(SIGXFSZ, SIG_IGN)
    var before = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: before.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    var log = try PersonVerdicts(file)
    do {
        for number in 0..<1_000_000 { try log.append(verdict(number)) }
    } catch {
        // What is printed may stand in a file too.
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        say("\(log.verdicts.count) \(error)")
    }
}

/// What was resident of a process counts that of the one that became it, too; tests hold a gigabyte. This one is small.
func memory(_ file: String, _ command: [String]) throws -> Int32 {
    var process: pid_t = 0, status: Int32 = 0, usage = rusage()
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    guard posix_spawn(&process, command[0], nil, nil, &words, environ) == 0 else { return 127 }
    while wait4(process, &status, 0, &usage) != process { guard errno == EINTR else { return 127 } }
    try Data("\(usage.ru_maxrss * 1024)".utf8).write(to: URL(filePath: file))
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
}

let words = CommandLine.arguments
switch words.dropFirst().first {
case "verdicts" where words.count == 3: try verdicts(URL(filePath: words[2]))
case "labels" where words.count >= 3: try labels(URL(filePath: words[2]), rounds: words.count > 3 ? Int(words[3]) ?? 0 : 1_000_000)
case "full" where words.count == 4: try full(URL(filePath: words[2]), Int(words[3]) ?? 0)
case "memory" where words.count > 3: exit(try memory(words[2], Array(words[3...])))
case "world" where words.count == 3:
    let folder = URL(filePath: words[2])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    say(try TinyWorld(in: folder).workspace.path)
default: exit(64)
}
