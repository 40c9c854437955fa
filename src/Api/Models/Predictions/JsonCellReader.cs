using System.Text;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Predictions;

/// <summary>Reads single values of table rows from JSON.</summary>
/// <param name="encoder">Encodes values as model inputs.</param>
/// <param name="errors">Collects validation errors.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
internal sealed class JsonCellReader(RowEncoder encoder, FieldErrors errors, PredictionWarnings warnings)
{
    /// <summary>The index of a column that the model does not have.</summary>
    public const int UnknownColumn = -1;

    private const int MaximumCellBytes = 1 << 20;

    private char[] textBuffer = new char[256];

    /// <summary>The nearest columns of the first unknown names. A search compares a name with thousands, so no more are searched.</summary>
    private readonly Dictionary<string, string?> nearestColumns = new(StringComparer.Ordinal);

    /// <summary>The path of the field that holds the rows, for errors.</summary>
    public string FieldPath { get; set; } = "";

    /// <summary>Encodes values as model inputs.</summary>
    public RowEncoder Encoder => encoder;

    /// <summary>Encodes the value at the reader.</summary>
    /// <param name="reader">Stands at the value; moves to its end.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="column">The index of the column.</param>
    /// <param name="inputs">The inputs of the row; those of the column are as if its value was missing.</param>
    public void Read(ref Utf8JsonReader reader, int row, int column, Span<float> inputs)
    {
        string? reason = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.ValueSpan.Length > MaximumCellBytes)
        {
            AddError($"[{row}].{encoder.Columns[column]}", $"must have at most {MaximumCellBytes} bytes");
            return;
        }

        encoder.Clear(column, inputs);
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
            case JsonTokenType.False:
                reason = encoder.Write(column, reader.GetBoolean() ? "true" : "false", inputs);
                break;
            case JsonTokenType.Number:
                var digits = GetTextBuffer(reader.ValueSpan.Length)[..Encoding.ASCII.GetChars(reader.ValueSpan, textBuffer)];
                reason = encoder.WriteDigits(column, digits, inputs);
                break;
            case JsonTokenType.String:
                reason = encoder.Write(column, GetTextBuffer(reader.ValueSpan.Length)[..reader.CopyString(textBuffer)], inputs);
                break;
            default:
                AddError($"[{row}].{encoder.Columns[column]}", "must be a number, a string, true, false or null");
                reader.Skip();
                break;
        }

        if (reason is not null)
        {
            warnings.Add(WarningKind.Value, encoder.Columns[column], reason, row);
        }
    }

    /// <summary>
    /// Returns the index of the column whose name is at the reader; <see cref="UnknownColumn"/>, with a warning, if the model has no such column.
    /// </summary>
    public int FindColumn(ref Utf8JsonReader reader, int row)
    {
        if (reader.ValueSpan.Length > MaximumCellBytes)
        {
            AddError($"[{row}]", $"has a name of more than {MaximumCellBytes} bytes");
            return UnknownColumn;
        }

        var name = GetTextBuffer(reader.ValueSpan.Length)[..reader.CopyString(textBuffer)];
        return encoder.IndexOf(name) is >= 0 and var column ? column : FindSimilarColumn(name.ToString(), row);
    }

    /// <summary>
    /// Returns the index of the column whose name differs only by case or surrounding spaces, with a warning; <see cref="UnknownColumn"/>, with
    /// a warning unless the column is ignored, if the model has no such column.
    /// </summary>
    public int FindSimilarColumn(string name, int firstRow, int rowCount = 1)
    {
        var column = encoder.IndexOfSimilar(name);
        if (column >= 0)
        {
            warnings.Add(WarningKind.SimilarName, name, CellProblem.ExplainSimilarName(encoder.Columns[column]), firstRow, rowCount);
        }
        else if (!encoder.IsIgnored(name))
        {
            warnings.Add(WarningKind.UnknownName, name, CellProblem.ExplainUnknownName(FindNearest(name)), firstRow, rowCount);
        }

        return column;
    }

    /// <summary>Adds an error.</summary>
    /// <param name="path">The path in the field that holds the rows.</param>
    /// <param name="reason">What is wrong.</param>
    public void AddError(string path, string reason) => errors.AddLimited(FieldPath + path, reason);

    private string? FindNearest(string name) =>
        nearestColumns.TryGetValue(name, out var nearest) || nearestColumns.Count == FieldErrors.MaximumListed
            ? nearest
            : nearestColumns[name] = encoder.FindNearest(name);

    private Span<char> GetTextBuffer(int length)
    {
        if (textBuffer.Length < length)
        {
            textBuffer = new char[2 * length];
        }

        return textBuffer;
    }
}
