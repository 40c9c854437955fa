using System.Text.Json;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Reads fields of the JSON objects in an inference request.</summary>
internal static class EnvelopeReader
{
    /// <summary>The longest name or id: answers and errors repeat it. A column name with 1,000 escaped characters is shorter.</summary>
    private const int MaximumTextBytes = 10_000;

    /// <summary>
    /// Moves to the value of the next known field. Unknown fields are skipped, because clients send fields of their own, such as KServe's
    /// <c>model_name</c>. Fields that are null are skipped too.
    /// </summary>
    /// <param name="reader">Stands in an object.</param>
    /// <param name="known">The known fields.</param>
    /// <param name="seen">One bit for each known field that has already appeared.</param>
    /// <returns>The field; null at the end of the object.</returns>
    public static string? ReadNextField(ref Utf8JsonReader reader, string[] known, ref int seen)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = known.Length - 1;
            while (index >= 0 && !reader.ValueTextEquals(known[index]))
            {
                index--;
            }

            reader.Read();
            if (index >= 0)
            {
                if ((seen & (1 << index)) != 0)
                {
                    throw new InferenceException($"The field '{known[index]}' appears twice.");
                }

                seen |= 1 << index;
                if (reader.TokenType != JsonTokenType.Null)
                {
                    return known[index];
                }
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>Returns the boolean at the reader.</summary>
    public static bool ReadBoolean(ref Utf8JsonReader reader, string field) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw new InferenceException($"{field} must be true or false.");

    /// <summary>Returns the string at the reader.</summary>
    public static string ReadString(ref Utf8JsonReader reader, string field) =>
        reader.TokenType != JsonTokenType.String ? throw new InferenceException($"The {field} must be a string.")
        : reader.ValueSpan.Length > MaximumTextBytes ? throw new InferenceException($"The {field} must have at most {MaximumTextBytes} bytes.")
        : reader.GetString()!;

    /// <summary>Throws unless the reader stands at an object.</summary>
    public static void RequireObject(ref Utf8JsonReader reader, bool hasToken, string what)
    {
        if (!hasToken || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InferenceException($"{what} must be a JSON object.");
        }
    }

    /// <summary>Throws unless the reader stands at a list.</summary>
    public static void RequireList(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new InferenceException($"The {what} must be a list.");
        }
    }
}
