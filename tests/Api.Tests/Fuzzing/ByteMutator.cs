using System.Text;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Changes bytes of requests at random. Some remain valid, most do not.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class ByteMutator(Random random)
{
    private static readonly byte[][] Tokens = [.. new[]
    {
        "null", "true", "[]", "{}", "\"\"", "-1", "1e999", "1e30", "-99999999", "NaN", "4611686018427387904",
        "99999999999999999999", "0.5", "[[", "]]", "{\"", ",", ":", "\\ud800", "\"name\"", "\"shape\"",
        "\"data\"", "\"instances\"", "\"inputs\"", "\"rows\"",
        "\"datatype\"", "\"BYTES\"", "\"FP16\"", "\"binary_data_size\":", "\"\\u0000\"", "/*", "\uFEFF",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Returns a changed copy of a body.</summary>
    public byte[] Mutate(byte[] body)
    {
        var bytes = new List<byte>(body);
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 5:
                    ReplaceValue(bytes, at);
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"[{\"0"[random.Next(4)], random.Next(1, 200)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Replaces the JSON value at a position by a token.</summary>
    private void ReplaceValue(List<byte> bytes, int at)
    {
        var end = at;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)':'))
        {
            end++;
        }

        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
    }
}
