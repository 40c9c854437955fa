using System.Collections.Concurrent;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>What is there to be named in requests, and what may be deleted.</summary>
internal sealed class FuzzedNames
{
    /// <summary>A key that may be revoked again and again.</summary>
    public const string Key = "spare-key";

    private const string NoJob = "00000000-0000-0000-0000-000000000000";

    /// <summary>Jobs that stay.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>Jobs that came with the fuzz's own requests and are deleted as it goes.</summary>
    public ConcurrentQueue<string> Accepted { get; } = new();

    /// <summary>The last of them, which has not been cancelled yet.</summary>
    public string? Newest { get; set; }

    /// <summary>A value for a parameter that names something, most of the time something that is there.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="path">Its operation's path.</param>
    /// <param name="isDestructive">Whether what is named may be gone or changed afterwards.</param>
    /// <param name="random">Decides which.</param>
    public string? Of(string parameter, string path, bool isDestructive, Random random) => (parameter, path.Split('/')[2]) switch
    {
        ("id", _) when path.EndsWith("/stop", StringComparison.Ordinal) || path.EndsWith("/cancel", StringComparison.Ordinal) => Newest ?? Jobs[0],
        ("id", _) => isDestructive || random.Next(3) == 0
            ? Accepted.TryPeek(out var accepted) ? accepted : Newest ?? NoJob : Jobs[random.Next(Jobs.Count)],
        ("ids", _) => $"{Jobs[random.Next(Jobs.Count)]},{Jobs[random.Next(Jobs.Count)]}",
        ("name", "activations") => One(random, "relu", "sigmoid", "tanh", "prelu", "gelu"),
        ("name", "recipes") => One(random, "glyphs", "overfit", "balanced", "underfit", "weight-decay", "mlp"),
        ("name", "keys") => Key,
        ("name", "datasets") => isDestructive
            ? One(random, "spare-0", "spare-1", "squares") : One(random, "glyphs", "flowers", "polynomial", "spare-0", "squares"),
        ("name", "models") => isDestructive ? "spare" : One(random, "images", "flowers", "prices", "spare"),
        ("version", _) => isDestructive ? One(random, "1", "2", "3") : One(random, "1", "1", "2"),
        ("alias", _) => isDestructive ? One(random, "champion", "other") : One(random, "live", "champion"),
        ("path", _) => One(random, "0.weight", "0.bias", "2.weight", "0"),
        ("part", _) => One(random, "train", "test"),
        ("format", _) => One(random, "safetensors", "tensorboard", "safetensors", "tensorboard", "safetensors", "tensorboard", "onnx"),
        ("state", _) => One(random, "queued", "running", "succeeded", "cancelled"),
        ("dataset", _) => One(random, "glyphs", "flowers"),
        ("model", _) => One(random, "images", "flowers"),
        _ => null,
    };

    private static string One(Random random, params ReadOnlySpan<string> texts) => texts[random.Next(texts.Length)];
}
