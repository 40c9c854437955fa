using System.IO.Compression;
using System.Text;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Builds long bodies.</summary>
internal static class Repeat
{
    /// <summary>Returns elements with commas between.</summary>
    public static string Join(int count, Func<int, string> create) => string.Join(',', Enumerable.Range(0, count).Select(create));

    /// <summary>Returns the same element many times, with commas between.</summary>
    public static string Join(int count, string element) => Join(count, _ => element);

    /// <summary>Returns the same text many times.</summary>
    public static string Text(int count, string text) => new StringBuilder(count * text.Length).Insert(0, text, count).ToString();

    /// <summary>Returns a text as UTF-8.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Returns a text as UTF-8, compressed with gzip.</summary>
    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Utf8(text));
        }

        return packed.ToArray();
    }
}
