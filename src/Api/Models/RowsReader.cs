using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;

namespace LearnML.Api.Models;

/// <summary>Reads <c>{"rows": [{"column": value}]}</c> into a table, without an object per value.</summary>
/// <param name="preprocessing">What the model takes.</param>
/// <param name="errors">Takes what is wrong with the form of the body.</param>
/// <param name="problem">Is told of values that the model cannot use.</param>
internal sealed class RowsReader(TablePreprocessing preprocessing, FieldErrors errors, Action<CellProblem> problem)
{
    private const string Field = "rows";
    private const int MostErrors = 20;
    private const int MostRows = 100_000;
    private const int MostInputs = 1 << 26;

    private readonly TableBuilder builder = new(preprocessing.Format, preprocessing.Schema, problem);
    private readonly HashSet<string> passedOver = preprocessing.PassedOver.ToHashSet(StringComparer.Ordinal);
    private readonly bool[] given = new bool[preprocessing.Columns.Count];
    private char[] text = new char[256];

    /// <returns>The rows; none when something is wrong.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public Table Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("$", "must be a JSON object with the field rows");
            return builder.Take();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Field))
            {
                errors.Require(!found, Field, "is there twice");
                found = true;
                reader.Read();
                ReadRows(ref reader);
            }
            else
            {
                errors.Add(reader.GetString()!, "is not a field here; the fields are rows");
                reader.Skip();
            }
        }

        while (reader.Read())
        {
            // To the end, so that anything after the object is refused.
        }

        errors.Require(found, Field, "is required");
        errors.Require(!found || builder.Rows > 0 || !errors.None, Field, "must hold at least one row");
        return builder.Take();
    }

    private void ReadRows(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(Field, "must be a list of rows");
            reader.Skip();
            return;
        }

        var most = Math.Min(MostRows, MostInputs / preprocessing.Width);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (builder.Rows >= most)
            {
                Wrong(Field, string.Create(CultureInfo.InvariantCulture, $"may hold at most {most:n0} rows; a CSV file, as text/csv, may have any number"));
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadRow(ref reader);
            }
            else
            {
                Wrong($"{Field}[{builder.Rows}]", "must be an object of columns and their values");
                reader.Skip();
            }
        }
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        Array.Clear(given);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var column = builder.IndexOf(name);
            reader.Read();
            if (column < 0)
            {
                if (!passedOver.Contains(name))
                {
                    problem(new CellProblem(builder.Rows, name, "the model takes no such column"));
                }

                reader.Skip();
            }
            else if (given[column])
            {
                Wrong($"{Field}[{builder.Rows}].{name}", "is there twice");
                reader.Skip();
            }
            else
            {
                given[column] = true;
                ReadValue(ref reader, name, column);
            }
        }

        for (var column = 0; column < given.Length; column++)
        {
            if (!given[column])
            {
                builder.AddMissing(column);
                problem(new CellProblem(builder.Rows, preprocessing.Columns[column].Name, "the row does not have it"));
            }
        }

        builder.EndRow();
    }

    private void ReadValue(ref Utf8JsonReader reader, string name, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                builder.AddMissing(column);
                break;
            case JsonTokenType.True:
            case JsonTokenType.False:
                builder.Add(column, reader.GetBoolean() ? "true" : "false");
                break;
            case JsonTokenType.Number:
                var digits = Text(reader.ValueSpan.Length)[..Encoding.ASCII.GetChars(reader.ValueSpan, text)];
                digits.Replace('.', preprocessing.Format.DecimalMark);
                builder.Add(column, digits);
                break;
            case JsonTokenType.String:
                builder.Add(column, Text(reader.ValueSpan.Length)[..reader.CopyString(text)]);
                break;
            default:
                Wrong($"{Field}[{builder.Rows}].{name}", "must be a number, a text, true, false or null");
                builder.AddMissing(column);
                reader.Skip();
                break;
        }
    }

    private Span<char> Text(int length)
    {
        if (text.Length < length)
        {
            text = new char[2 * length];
        }

        return text;
    }

    private void Wrong(string field, string reason)
    {
        if (errors.Count < MostErrors)
        {
            errors.Add(field, reason);
        }
    }
}
