using System.Text.Json;

namespace LearnML.Api.Models.Predictions;

/// <summary>Reads one table row from JSON.</summary>
internal interface IJsonRowReader
{
    /// <summary>Reads a row.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="reader">Stands at the row; moves to its end.</param>
    void Read(int row, ref Utf8JsonReader reader);
}
