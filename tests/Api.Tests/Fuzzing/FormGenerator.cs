using System.Text;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Creates multipart forms with a file, valid or changed at random.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class FormGenerator(Random random)
{
    /// <summary>The content type of the forms.</summary>
    public const string ContentType = "multipart/form-data; boundary=fuzz";

    private static readonly string[] UnusualValues =
        ["", " ", "../../x", "..%2f", "/etc/passwd", "a\0b", "\u202e", "A", new('a', 64), "null", "true", "[]", "{}", "[null]", "{\"a\":1}",
            "[\"petal\"]", "{\"petal\":\"date\"}", "\\t", ",", "utf-8", "utf-7", "spare-0", "spare-1", "kind", "1e999"];

    /// <summary>Creates a form.</summary>
    /// <param name="fields">The text fields.</param>
    /// <param name="schema">The schema of the form.</param>
    /// <param name="file">The content of the file.</param>
    /// <param name="damaged">Whether to change the form at random.</param>
    public byte[] Create(IReadOnlyDictionary<string, string> fields, OpenApiSchema schema, byte[] file, bool damaged)
    {
        var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            if (!damaged || random.Next(6) > 0)
            {
                WriteField(body, name, damaged && random.Next(4) == 0 ? UnusualValues[random.Next(UnusualValues.Length)] : value);
            }
        }

        for (var more = damaged ? random.Next(3) : 0; more > 0; more--)
        {
            WriteField(body, random.Next(6) == 0 ? "unknown" : schema.Properties.ElementAt(random.Next(schema.Properties.Count)).Key,
                UnusualValues[random.Next(UnusualValues.Length)]);
        }

        if (!damaged || random.Next(8) > 0)
        {
            var name = damaged && random.Next(5) == 0 ? "../../../tmp/learnml-outside" : "file.bin";
            WriteText(body, $"--fuzz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.Write(file);
            WriteText(body, "\r\n");
        }

        WriteText(body, damaged && random.Next(8) == 0 ? "--fuzz" : "--fuzz--\r\n");
        return body.ToArray();
    }

    /// <summary>Reads the example of a form in the document: its text fields and its file.</summary>
    public static (IReadOnlyDictionary<string, string> Fields, byte[] File) ReadExample(JsonNode? example)
    {
        var fields = (example?.AsObject() ?? []).ToDictionary(field => field.Key, field => (string)field.Value!);
        return fields.Remove("file", out var file) ? (fields, Encoding.UTF8.GetBytes(file)) : (fields, []);
    }

    private static void WriteField(MemoryStream body, string name, string value) =>
        WriteText(body, $"--fuzz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");

    private static void WriteText(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
