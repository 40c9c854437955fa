namespace LearnML.Training.Tables;

/// <summary>Writes CSV fields as in RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180).</summary>
public static class CsvText
{
    /// <summary>Returns a field, quoted if it contains a comma, a quote or a line break.</summary>
    public static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
