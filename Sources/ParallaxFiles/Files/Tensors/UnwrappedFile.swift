/// A tensor file seen without what stands before the names: what training wraps a dictionary in (`_orig_mod.`, `module.`), or the dictionary
/// of Python's that its state lies in (`state_dict.`, `sae.`).
package struct UnwrappedFile: TensorFile {
    /// The file as it is.
    package let base: any TensorFile
    /// With its dot.
    package let prefix: String
    package let names: [String]

    package var path: String { base.path }
    package var foreign: [String: String] { Dictionary(base.foreign.map { (shortened($0.key), $0.value) }) { first, _ in first } }
    package var fingerprint: Fingerprint { base.fingerprint }

    /// - Parameter telling: names by which what is looked for is told.
    /// - Returns: the file itself where such names stand bare, or nowhere; nil where they stand behind several prefixes.
    package static func unwrapping(_ file: any TensorFile, telling: Set<String>) -> (any TensorFile)? {
        let prefixes = prefixes(file, telling: telling)
        guard !prefixes.isEmpty, !prefixes.contains("") else { return file }
        guard prefixes.count == 1, let prefix = prefixes.first else { return nil }
        let wrapped = UnwrappedFile(base: file, prefix: prefix, names: [])
        return UnwrappedFile(base: file, prefix: prefix, names: file.names.map(wrapped.shortened))
    }

    /// What stands before the names that tell; empty where they stand bare.
    package static func prefixes(_ file: any TensorFile, telling: Set<String>) -> Set<String> {
        var prefixes: Set<String> = []
        for name in file.names {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            for count in 1...2 where parts.count >= count && telling.contains(parts.suffix(count).joined(separator: ".")) {
                prefixes.insert(parts.dropLast(count).map { "\($0)." }.joined())
            }
        }
        return prefixes
    }

    /// Names outside the prefix stay as they are: they are nobody's, and are named so.
    private func shortened(_ name: String) -> String { name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name }

    private func whole(_ name: String) throws -> String {
        guard names.contains(name) || foreign[name] != nil else { throw noTensor(name) }
        return base.names.contains(prefix + name) || base.foreign[prefix + name] != nil ? prefix + name : name
    }

    package func outline(of name: String) throws -> TensorOutline {
        let outline = try base.outline(of: whole(name))
        return TensorOutline(name: name, dtype: outline.dtype, shape: outline.shape)
    }

    package func tensor(_ name: String) throws -> TensorView { try base.tensor(whole(name)) }
    package func checkIntact() throws { try base.checkIntact() }
}
