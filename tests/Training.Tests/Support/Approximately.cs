using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Support;

/// <summary>Compares the results of two float32 computations.</summary>
internal static class Approximately
{
    // On a GPU, batched and single products round differently, and outputs that are nearly equal may change their order.
    private static readonly double Relative = TestDevice.Name == "cpu" ? 1e-5 : 1e-4;

    // If a sum cancels to nearly 0, the rounding error of its terms remains.
    private const double Absolute = 1e-7;

    public static void Equal(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Equal(expected[i], actual[i]);
        }
    }

    /// <summary>
    /// Compares relative to the largest number, because the rounding error of large steps also remains in numbers close to 0.
    /// </summary>
    public static void EqualRelativeToLargest(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var tolerance = (Relative * expected.Max(Math.Abs)) + Absolute;
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, (float)tolerance));
    }

    /// <summary>Compares two JSON documents: numbers approximately, everything else exactly.</summary>
    public static void Equal(JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject properties:
                Assert.Equal(properties.Select(property => property.Key), actual!.AsObject().Select(property => property.Key));
                Assert.All(properties, property => Equal(property.Value, actual[property.Key]));
                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual!.AsArray().Count);
                Assert.All(items.Zip(actual.AsArray()), pair => Equal(pair.First, pair.Second));
                break;
            case not null when expected.GetValueKind() == JsonValueKind.Number:
                Equal(expected.GetValue<double>(), actual!.GetValue<double>());
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual),
                    $"{actual?.ToJsonString() ?? "null"} is not {expected?.ToJsonString() ?? "null"}.");
                break;
        }
    }

    public static void Equal(double expected, double actual) =>
        Assert.Equal(expected, actual, (Relative * Math.Abs(expected)) + Absolute);
}
