namespace LearnML.Training.Tables.Signatures;

/// <summary>
/// Recognizes archives by their first bytes, not by their names. No archive is opened: its content may be far larger than the
/// archive, and its file names cannot be trusted.
/// </summary>
internal static class ArchiveSignature
{
    /// <summary>How many bytes from the start of a file are needed to recognize every kind of archive.</summary>
    public const int SignatureLength = TarSignatureOffset + 5;

    private const int TarSignatureOffset = 257;

    /// <summary>Returns the kind of archive that starts with these bytes, or null if they do not start an archive.</summary>
    public static string? DetectKind(ReadOnlySpan<byte> firstBytes) => firstBytes switch
    {
        [0x1F, 0x8B, ..] => "gzip",
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "ZIP",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => "7z",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "xz",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "Zstandard",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] => "bzip2",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, ..] => "RAR",
        _ when firstBytes.Length >= SignatureLength && firstBytes[TarSignatureOffset..SignatureLength].SequenceEqual("ustar"u8) => "tar",
        _ => null,
    };
}
