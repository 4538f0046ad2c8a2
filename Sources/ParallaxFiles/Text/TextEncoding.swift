import Foundation

/// How a text file's bytes are characters, where they are not UTF-8.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8", utf16 = "utf-16", utf16LittleEndian = "utf-16le", utf16BigEndian = "utf-16be", utf32 = "utf-32",
        utf32LittleEndian = "utf-32le", utf32BigEndian = "utf-32be"
    case ascii, latin1, latin2, latin9, windows1250 = "windows-1250", windows1251 = "windows-1251", windows1252 = "windows-1252",
        windows1253 = "windows-1253", windows1254 = "windows-1254"
    case macRoman = "mac-roman", koi8 = "koi8-r", shiftJIS = "shift-jis", eucJP = "euc-jp", gb18030, big5, eucKR = "euc-kr"

    /// Other names of the same, without punctuation.
    private static let others: [String: TextEncoding] = [
        "unicode": .utf16, "ucs2": .utf16, "iso88591": .latin1, "l1": .latin1, "iso88592": .latin2, "iso885915": .latin9, "usascii": .ascii,
        "cp1250": .windows1250, "cp1251": .windows1251,
        "cp1252": .windows1252, "ansi": .windows1252, "cp1253": .windows1253, "cp1254": .windows1254, "macintosh": .macRoman,
        "sjis": .shiftJIS, "cp932": .shiftJIS, "gbk": .gb18030, "gb2312": .gb18030,
        "cp936": .gb18030, "cp949": .eucKR, "utf8sig": .utf8
    ]

    /// The encoding of a name, as people and Python write it: "latin1", "ISO-8859-1", "utf_16".
    public init?(named name: String) {
        func plain(_ name: String) -> String { name.lowercased().filter { !"-_ ".contains($0) } }
        let wanted = plain(name)
        guard let found = Self.allCases.first(where: { plain($0.rawValue) == wanted }) ?? Self.others[wanted] else { return nil }
        self = found
    }

    /// - Throws: `Complaint` for a name that is none of these.
    public static func named(_ name: String, subject: String) throws -> TextEncoding {
        guard let found = TextEncoding(named: name) else {
            throw Complaint(
                subject, expected: "an encoding (\(allCases.map(\.rawValue).joined(separator: ", ")))", found: "\"\(name.shortened)\"",
                remedy: "name one of these, or convert the file with iconv")
        }
        return found
    }

    /// As the machine's library for encodings knows it; nil for those that need none.
    var libraryName: String? {
        switch self {
        case .utf8, .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian, .utf32BigEndian, .ascii, .latin1, .latin9,
            .windows1252:
            nil
        case .latin2: "ISO-8859-2"
        case .windows1250: "CP1250"
        case .windows1251: "CP1251"
        case .windows1253: "CP1253"
        case .windows1254: "CP1254"
        case .macRoman: "MACINTOSH"
        case .koi8: "KOI8-R"
        case .shiftJIS: "CP932"
        case .eucJP: "EUC-JP"
        case .gb18030: "GB18030"
        case .big5: "BIG5"
        case .eucKR: "CP949"
        }
    }

    /// What windows-1252 has from 0x80 to 0x9F; 0 where it has nothing.
    private static let windows: [UInt32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
    ]
    /// Where latin9 has something else than latin1.
    private static let ninth: [UInt8: Unicode.Scalar] = [
        0xa4: "€", 0xa6: "Š", 0xa8: "š", 0xb4: "Ž", 0xb8: "ž", 0xbc: "Œ", 0xbd: "œ", 0xbe: "Ÿ"
    ]

    /// The character of a byte in the western encodings; nil where it has none.
    func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        switch self {
        case .ascii where byte >= 0x80: nil
        case .latin9: Self.ninth[byte] ?? Unicode.Scalar(byte)
        case .windows1252 where (0x80...0x9f).contains(byte):
            Self.windows[Int(wide: byte & 0x1f)] == 0 ? nil : Unicode.Scalar(Self.windows[Int(wide: byte & 0x1f)])
        default: Unicode.Scalar(byte)
        }
    }
}
