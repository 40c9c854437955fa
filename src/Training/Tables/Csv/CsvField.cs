namespace LearnML.Training.Tables.Csv;

/// <summary>Writes CSV fields as in RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180).</summary>
public static class CsvField
{
    /// <summary>Returns a field, quoted if it contains a comma, a quote or a line break.</summary>
    public static string QuoteIfNeeded(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
