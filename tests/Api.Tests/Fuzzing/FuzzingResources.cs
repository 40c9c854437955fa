using System.Collections.Concurrent;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>The existing resources that requests can name, and those that requests may delete.</summary>
internal sealed class FuzzingResources
{
    /// <summary>A key that requests may revoke.</summary>
    public const string DisposableKey = "spare-key";

    private const string UnknownJob = "00000000-0000-0000-0000-000000000000";

    /// <summary>Jobs that no request deletes.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>Jobs that fuzzing requests have started. The test deletes them while it runs.</summary>
    public ConcurrentQueue<string> AcceptedJobs { get; } = new();

    /// <summary>The latest started job, which is not cancelled yet.</summary>
    public string? NewestJob { get; set; }

    /// <summary>Chooses a value for a parameter that names a resource. Usually the resource exists. Returns null for other parameters.</summary>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="path">The path of the operation.</param>
    /// <param name="isDestructive">Whether the operation may delete or change the resource.</param>
    /// <param name="random">The source of randomness.</param>
    public string? GetValue(string parameter, string path, bool isDestructive, Random random) => (parameter, path.Split('/')[2]) switch
    {
        ("id", _) when path.EndsWith("/stop", StringComparison.Ordinal) || path.EndsWith("/cancel", StringComparison.Ordinal) => NewestJob ?? Jobs[0],
        ("id", _) => isDestructive || random.Next(3) == 0
            ? ChooseAcceptedJob(random) : Jobs[random.Next(Jobs.Count)],
        ("ids", _) => $"{Jobs[random.Next(Jobs.Count)]},{Jobs[random.Next(Jobs.Count)]}",
        ("name", "activations") => ChooseOne(random, "relu", "sigmoid", "tanh", "prelu", "gelu"),
        ("name", "recipes") => ChooseOne(random, "glyphs", "overfit", "balanced", "underfit", "weight-decay", "mlp"),
        ("name", "keys") => DisposableKey,
        ("name", "datasets") => isDestructive
            ? ChooseOne(random, "spare-0", "spare-1", "squares") : ChooseOne(random, "glyphs", "flowers", "polynomial", "spare-0", "squares"),
        ("name", "models") => isDestructive ? "spare" : ChooseOne(random, "images", "flowers", "prices", "spare"),
        ("version", _) => isDestructive ? ChooseOne(random, "1", "2", "3") : ChooseOne(random, "1", "1", "2"),
        ("alias", _) => isDestructive ? ChooseOne(random, "champion", "other") : ChooseOne(random, "live", "champion"),
        ("path", _) => ChooseOne(random, "0.weight", "0.bias", "2.weight", "0"),
        ("part", _) => ChooseOne(random, "train", "test"),
        ("format", _) => ChooseOne(random, "safetensors", "tensorboard", "safetensors", "tensorboard", "safetensors", "tensorboard", "onnx"),
        ("state", _) => ChooseOne(random, "queued", "running", "succeeded", "cancelled"),
        ("dataset", _) => ChooseOne(random, "glyphs", "flowers"),
        ("model", _) => ChooseOne(random, "images", "flowers"),
        _ => null,
    };

    private string ChooseAcceptedJob(Random random) => AcceptedJobs.ToArray() is { Length: > 0 } jobs ? ChooseOne(random, jobs) : UnknownJob;

    private static string ChooseOne(Random random, params ReadOnlySpan<string> texts) => texts[random.Next(texts.Length)];
}
