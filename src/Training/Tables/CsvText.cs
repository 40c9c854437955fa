namespace LearnML.Training.Tables;

/// <summary>Fields as RFC 4180 writes them (https://www.rfc-editor.org/rfc/rfc4180).</summary>
public static class CsvText
{
    /// <summary>A field, within quotes where it needs them.</summary>
    public static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
