namespace LearnML.Api.Requests;

/// <summary>Shortens texts of a request that an answer repeats: a request with one long text could make many copies of it.</summary>
internal static class LongText
{
    /// <summary>No column of a table has a longer name.</summary>
    private const int MaximumLength = 1_000;

    private const int ShownLength = 100;

    /// <summary>Returns a text of ordinary length as it is, and of a longer one the beginning.</summary>
    public static string Shorten(string text) => text.Length <= MaximumLength ? text : text[..ShownLength] + "...";
}
