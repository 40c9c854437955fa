using System.Buffers.Text;
using System.Text.Json;

namespace LearnML.Api.Storage.Listing;

/// <summary>The last job of a page, after which the next page starts. It stays correct if jobs are added or removed meanwhile.</summary>
/// <param name="Sort">The order of the list, <c>-created</c>.</param>
/// <param name="Id">The id of the job.</param>
/// <param name="Number">The value of the field that the list is sorted by, if it is a number.</param>
/// <param name="Text">The value, if it is a text.</param>
internal sealed record JobCursor(string Sort, Guid Id, double? Number, string? Text)
{
    /// <summary>Reads a cursor; null if the text is not one.</summary>
    public static JobCursor? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JobCursor>(Base64Url.DecodeFromChars(text)) is { Sort: not null } cursor ? cursor : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the cursor for an address.</summary>
    public string Format() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));
}
