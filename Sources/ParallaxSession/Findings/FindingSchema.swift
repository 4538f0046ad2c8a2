/// The form of a finding's JSON, as JSON Schema (2020-12): `parallax verify --schema` prints it. What a finding says beside it may grow; what stands here stays
/// what it is for as long as the version does.
public enum FindingSchema {
    /// Grows when a key changes its meaning or goes; new keys leave it.
    public static let version = 1

    public static let document = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "A finding of Parallax, version \#(version)",
          "description": "What w writes, and what compare and claims print with --json. \"made\" is the same in all of them: what parallax verify needs to compute it again.",
          "type": "object",
          "required": ["schema", "kind", "made"],
          "properties": {
            "schema": {"const": \#(version)},
            "kind": {"enum": ["finding", "comparison", "vectors", "claims"]},
            "made": {"$ref": "#/$defs/made"}
          },
          "oneOf": [
            {"required": ["finding", "checkpoints"], "properties": {
              "kind": {"const": "finding"}, "finding": {"$ref": "#/$defs/finding"},
              "checkpoints": {"type": "object", "additionalProperties": {"type": "string"}}, "workspace": {"type": "string"}}},
            {"required": ["n", "dimension", "mean_from", "methods", "verdicts", "wall_time"], "properties": {
              "kind": {"const": "comparison"}, "n": {"type": "integer"}, "dimension": {"type": "integer"}, "mean_from": {"type": "string"},
              "methods": {"type": "array", "items": {"$ref": "#/$defs/method"}},
              "verdicts": {"type": "array", "items": {"type": "object", "required": ["kind", "methods", "sentence"]}},
              "wall_time": {"description": "Of the run, and no part of its result.", "type": "object"}}},
            {"required": ["n", "dimension", "mean_from", "var_from", "methods", "undefined"], "properties": {
              "kind": {"const": "vectors"}, "n": {"type": "integer"}, "dimension": {"type": "integer"},
              "methods": {"type": "array", "items": {"$ref": "#/$defs/method"}}}},
            {"required": ["verbalizer", "pages"], "properties": {
              "kind": {"const": "claims"}, "verbalizer": {"type": "string"}, "calibration": {"type": ["string", "null"]},
              "pages": {"type": "array", "items": {"$ref": "#/$defs/page"}}}}
          ],
          "$defs": {
            "made": {
              "type": "object",
              "required": ["version", "date", "command", "folder", "machine", "parts", "documents"],
              "additionalProperties": false,
              "properties": {
                "version": {"type": "string"},
                "commit": {"description": "What is checked out where the program was built; a build may be older, see executable.", "type": "string"},
                "executable": {"description": "The checksum of the running program.", "type": "string"},
                "date": {"description": "ISO 8601.", "type": "string"},
                "command": {"description": "Arguments, without the program's name.", "type": "array", "items": {"type": "string"}},
                "folder": {"description": "Where it was run.", "type": "string"},
                "machine": {
                  "type": "object", "required": ["processor", "threads", "kernels", "blas", "core"], "additionalProperties": false,
                  "properties": {"processor": {"type": "string"}, "threads": {"type": "integer"}, "kernels": {"type": "string"},
                    "blas": {"type": "string"}, "core": {"description": "The processor that BLAS takes its products for.", "type": "string"}}},
                "workspace": {"$ref": "#/$defs/workspace"},
                "parts": {
                  "description": "Everything that figures rest on. Weights are sampled (17 pieces of 64 bytes of each tensor), files are summed whole.",
                  "type": "array", "items": {
                    "type": "object", "required": ["role", "name", "fingerprint"], "additionalProperties": false,
                    "properties": {
                      "role": {"enum": ["model", "tokenizer", "dictionary", "labels", "av", "ar", "nla", "explanations", "statistics", "rules",
                        "calibration", "mimic", "documents", "vectors"]},
                      "name": {"type": "string"}, "path": {"type": "string"}, "fingerprint": {"type": "string"}}}},
                "documents": {
                  "description": "Those that the finding is about; ids and texts of the first 100,000 tokens of all of them.",
                  "type": "array", "items": {
                    "type": "object", "required": ["title", "count", "checksum"], "additionalProperties": false,
                    "properties": {"title": {"type": "string"}, "count": {"type": "integer"}, "checksum": {"type": "string"},
                      "ids": {"type": "array", "items": {"type": "integer"}}, "text": {"type": "string"}}}},
                "look": {"$ref": "#/$defs/look"},
                "comparison": {
                  "type": "object", "required": ["mimics", "options"], "additionalProperties": false,
                  "properties": {"site": {"type": "string"}, "documents": {"type": "array", "items": {"type": "integer"}},
                    "mimics": {"type": "array", "items": {"type": "string"}},
                    "options": {"type": "object", "required": ["samples", "seed", "ranks", "forcedL0s", "splicing", "following", "resamples"]}}},
                "vectors": {
                  "type": "object", "required": ["activations", "reconstructions"], "additionalProperties": false,
                  "properties": {"activations": {"type": "string"}, "mean": {"type": "string"}, "variance": {"type": "number"},
                    "reconstructions": {"type": "array", "items": {
                      "type": "object", "required": ["name", "tensor"], "properties": {"name": {"type": "string"}, "tensor": {"type": "string"}}}}}},
                "claims": {
                  "type": "object", "required": ["verbalizer", "off", "blind", "samples", "seed"], "additionalProperties": false,
                  "properties": {"verbalizer": {"type": "string"}, "document": {"type": "integer"}, "position": {"type": "integer"},
                    "every": {"type": "integer"}, "off": {"type": "array", "items": {"type": "string"}}, "blind": {"type": "boolean"},
                    "samples": {"type": "integer"}, "seed": {"type": "integer"}}}
              }
            },
            "workspace": {
              "description": "Resolved; keys as in the workspace's file.",
              "type": "object", "required": ["dictionaries", "verbalizers", "documents", "claims", "bos", "variables"], "additionalProperties": false,
              "properties": {
                "file": {"type": "string"}, "model": {"type": "string"}, "statistics": {"type": "string"}, "bos": {"enum": ["auto", "always", "never"]},
                "variables": {"description": "Of the chat template, NAME=JSON.", "type": "array", "items": {"type": "string"}},
                "dictionaries": {"type": "array", "items": {"type": "object", "required": ["path"], "additionalProperties": false, "properties": {
                  "path": {"type": "string"}, "site": {"type": "string"},
                  "labels": {"type": "object", "required": ["path"], "additionalProperties": {"type": "string"}}}}},
                "verbalizers": {"type": "array", "items": {"type": "object", "required": ["name"], "additionalProperties": {"type": "string"}}},
                "documents": {"description": "Each a file, a chat or a text.", "type": "array",
                  "items": {"type": "object", "additionalProperties": {"type": "string"}}},
                "given": {"description": "The same, from options: looked at, and no part of what figures rest on.", "type": "array",
                  "items": {"type": "object", "additionalProperties": {"type": "string"}}},
                "claims": {"type": "object", "required": ["truth"]}
              }
            },
            "look": {
              "description": "How a session comes there: where it stood and what the person had done.",
              "type": "object",
              "required": ["document", "own", "position", "row", "features", "neutral", "panes", "statistics", "off", "person", "seed", "longest"],
              "additionalProperties": false,
              "properties": {
                "document": {"type": "integer"}, "position": {"type": "integer"}, "site": {"type": "string"}, "row": {"type": "integer"},
                "own": {"type": "array", "items": {"type": "object", "required": ["title", "prefix"], "properties": {
                  "title": {"type": "string"}, "text": {"type": "string"}, "chat": {"type": "string"}, "file": {"type": "string"}, "ids": {"type": "array", "items": {"type": "integer"}},
                  "prefix": {"type": "array", "items": {"type": "integer"}}, "original": {"type": "integer"}}}},
                "dictionary": {"type": "string"}, "verbalizer": {"type": "string"},
                "batch": {"type": "object", "required": ["document", "positions"]},
                "features": {"description": "Edits; without scale and set the feature was off.", "type": "array", "items": {
                  "type": "object", "required": ["feature"], "additionalProperties": false,
                  "properties": {"feature": {"type": "integer"}, "scale": {"type": "number"}, "set": {"type": "number"}}}},
                "text": {"description": "In the place of the explanation.", "type": "string"},
                "neutral": {"type": "array", "items": {"type": "object", "required": ["kind", "text"]}},
                "bands": {"description": "Which of their figures were there by then.", "type": "array", "items": {"type": "string"}},
                "panes": {"type": "array", "items": {"enum": ["splice", "lens", "agreement"]}},
                "statistics": {"type": "boolean"}, "cuts": {"type": "array", "items": {"type": "object"}},
                "off": {"type": "array", "items": {"type": "string"}},
                "person": {"type": "object", "additionalProperties": {"enum": ["true", "false", "unsure"]}},
                "seed": {"type": "integer"}, "longest": {"type": "integer"}
              }
            },
            "finding": {
              "type": "object", "required": ["document", "position", "token", "site", "norm", "warnings", "screen"],
              "properties": {
                "document": {"type": "string"}, "position": {"type": "integer"}, "token": {"type": "string"}, "site": {"type": "string"},
                "norm": {"$ref": "#/$defs/figure"}, "warnings": {"type": "array", "items": {"type": "string"}},
                "statistics": {"type": "string"}, "screen": {"type": "string"},
                "provenance": {"description": "What μ and Var rest on, counted.", "type": "object"},
                "sparse": {"type": "object", "required": ["dictionary", "l0", "features", "figures"], "properties": {
                  "l0": {"type": "integer"}, "features": {"type": "array", "items": {"type": "object", "required": ["id", "activation"]}},
                  "figures": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
                  "figuresOfTheEdit": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
                  "noise": {"$ref": "#/$defs/noise"}}},
                "verbal": {"type": "object", "required": ["verbalizer", "text", "truncated", "injectionFailed"], "properties": {
                  "figures": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
                  "figuresOfTheEdit": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
                  "noise": {"$ref": "#/$defs/noise"}}},
                "between": {"type": "object", "required": ["cosine", "kept", "lost", "made"]},
                "spliced": {"type": "array", "items": {"type": "object", "required": ["name", "divergence", "divergenceFollowing", "crossEntropy", "next"],
                  "properties": {"noise": {"$ref": "#/$defs/noise"}}}},
                "claims": {"type": "object", "required": ["explanation", "isWhole", "claims"]}
              }
            },
            "figure": {
              "type": "object", "required": ["key", "definition", "formula", "space", "scale", "provenance"],
              "properties": {"value": {"type": ["number", "string"]}, "undefined": {"type": "string"},
                "unstable": {"description": "Why it rests on too little.", "type": "string"}}
            },
            "noise": {"description": "How far neutral edits, or the same edits of other features, move each figure.", "type": "array", "items": {
              "type": "object", "required": ["key", "edits"],
              "properties": {"key": {"type": "string"}, "width": {"type": ["number", "string"]}, "edits": {"type": "integer"}}}},
            "method": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
            "page": {
              "type": "object", "required": ["document", "position", "token", "explanation", "claims", "runs"],
              "properties": {"claims": {"type": "array", "items": {
                "type": "object", "required": ["text", "class", "support", "origin", "decided_by", "reason", "tests"],
                "properties": {"support": {"enum": ["supported", "unsupported", "unresolved"]},
                  "origin": {"type": "string"},
                  "tests": {"type": "object", "additionalProperties": {"type": "object", "required": ["reads_text", "null", "n"]}}}}}}
            }
          }
        }
        """#
}
