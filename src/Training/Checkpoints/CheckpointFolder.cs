using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The checkpoints of a job: for each model version a folder with <c>weights.safetensors</c> and <c>checkpoint.json</c>, and
/// while it is under way its latest ones. Each is written under another name, flushed to the disk and renamed: what is there
/// is whole.
/// </summary>
/// <param name="path">The job's folder.</param>
public sealed class CheckpointFolder(string path)
{
    private const string WeightsFile = "weights.safetensors";
    private const string DescriptionFile = "checkpoint.json";
    private const string Prefix = "epoch-";
    private const string OutOfFoldName = "out-of-fold.csv";

    private static readonly JsonSerializerOptions Json = new(WireFormat.Options) { WriteIndented = true };

    /// <summary>Where the out-of-fold predictions of a cross-validation are, beside a checkpoint of it.</summary>
    public string OutOfFoldFile(string checkpoint) => Path.Combine(path, checkpoint, OutOfFoldName);

    /// <summary>The latest checkpoints.</summary>
    /// <param name="token">The fencing token of who writes them.</param>
    internal LatestCheckpoints Latest(long token) => new(path, token);

    /// <summary>The fencing token of the last who wrote a checkpoint, be it a latest one or one for a model version; 0 where nobody did.</summary>
    public long NewestToken() => Directory.Exists(path)
        ? Directory.GetDirectories(path, Prefix + "*-*").Select(folder => long.Parse(folder.Split('-')[^1], CultureInfo.InvariantCulture)).Append(Latest(0).NewestToken()).Max()
        : 0;

    /// <summary>How many epochs, of each fold, the run had told when its newest whole latest checkpoint was written; 0 where there is none.</summary>
    public long ToldEpochs()
    {
        using var state = Latest(0).Read(_ => { });
        return state is null ? 0 : RunProgress.ToldEpochs(state);
    }

    /// <summary>How many folds of a cross-validation were done when its newest whole latest checkpoint was written.</summary>
    public int FinishedFolds()
    {
        using var state = Latest(0).Read(_ => { });
        return state?.Value("finished", 0) ?? 0;
    }

    /// <summary>The <see cref="Datasets.Dataset.LearnedHash"/> of what was learned from when its newest whole latest checkpoint was written; null where there is none.</summary>
    public string? LearnedHash()
    {
        using var state = Latest(0).Read(_ => { });
        return state?.Value(Checkpointing.Dataset, "");
    }

    /// <summary>Saves a network.</summary>
    /// <param name="stack">The network.</param>
    /// <param name="description">What there is to say of it.</param>
    /// <param name="token">The fencing token of who saves it: part of the name, so that two never write the same.</param>
    /// <param name="writeOutOfFold">Writes the out-of-fold predictions into a file; null where there are none.</param>
    /// <returns>The checkpoint's name, and its description with the hash of its weights.</returns>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    internal (string Name, CheckpointDescription Description) Save(
        Stack stack, CheckpointDescription description, long token, Action<string>? writeOutOfFold = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{description.Epoch:D6}-{token}");
        var unfinished = Path.Combine(path, "unfinished-" + name);
        Directory.CreateDirectory(unfinished);
        try
        {
            var named = Enumerable.Range(0, stack.Members).SelectMany(member => Named(stack, member));
            var weights = Path.Combine(unfinished, WeightsFile);
            var hash = HashedFile.Write(weights, file => Safetensors.Write(file, named));
            var hashed = description with { WeightsSha256 = hash, WeightsBytes = new FileInfo(weights).Length };
            HashedFile.Write(Path.Combine(unfinished, DescriptionFile), file => JsonSerializer.Serialize(file, hashed, Json));
            writeOutOfFold?.Invoke(Path.Combine(unfinished, OutOfFoldName));
            Directory.Move(unfinished, Path.Combine(path, name));
            return (name, hashed);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    /// <summary>A checkpoint as one file: its weights, with its description in the texts of the file.</summary>
    /// <returns>How the file begins, and the weights from where they go on; the caller closes them.</returns>
    /// <exception cref="CheckpointException">It is gone or damaged.</exception>
    public (byte[] Header, Stream Weights) OpenPortable(string checkpoint)
    {
        var folder = Path.Combine(path, checkpoint);
        try
        {
            var (description, json) = ReadDescription(folder);
            var weights = HashedFile.TryOpen(Path.Combine(folder, WeightsFile), description.WeightsSha256) ?? throw Damaged();
            return (Safetensors.HeaderWith(weights, PortableCheckpoint.Metadata(json)), weights);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>A checkpoint's description and its parameters by name, each checked.</summary>
    /// <exception cref="CheckpointException">It is gone or damaged.</exception>
    internal (CheckpointDescription Description, Dictionary<string, Tensor> Parameters) Load(string checkpoint)
    {
        var folder = Path.Combine(path, checkpoint);
        try
        {
            var (description, _) = ReadDescription(folder);
            using var weights = HashedFile.TryOpen(Path.Combine(folder, WeightsFile), description.WeightsSha256) ?? throw Damaged();
            return (description, Safetensors.Read(weights));
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Removes all but the checkpoints of those names: what a training under way or a killed one left.</summary>
    public void Keep(IReadOnlyCollection<string> checkpoints)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        if (checkpoints.Count == 0)
        {
            Directory.Delete(path, recursive: true);
            return;
        }

        Array.ForEach(Directory.GetFiles(path), File.Delete);
        foreach (var folder in Directory.GetDirectories(path).Where(folder => !checkpoints.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (CheckpointDescription Description, string Json) ReadDescription(string folder)
    {
        var json = File.ReadAllText(Path.Combine(folder, DescriptionFile));
        var description = JsonSerializer.Deserialize<CheckpointDescription>(json, Json) ?? throw new JsonException("The description is null.");
        return description.Format != CheckpointDescription.CurrentFormat
            ? throw new CheckpointException($"The checkpoint has format {description.Format}; this version reads {CheckpointDescription.CurrentFormat}.")
            : (description.Image is null) == (description.Table is null)
            ? throw new CheckpointException("The checkpoint's description must have one of image and table.")
            : (description, json);
    }

    private static CheckpointException Damaged() => new("The checkpoint's weights are damaged: their SHA-256 differs from the description's.");

    private static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or JsonException;

    private static CheckpointException Unreadable(Exception exception) =>
        new(exception is DirectoryNotFoundException ? "The checkpoint's files are gone." : "The checkpoint cannot be read.", exception);

    /// <summary>
    /// The parameters of one network under the names that a checkpoint has them: PyTorch's own, and with an ensemble behind
    /// the number of the network: <c>3.0.weight</c>.
    /// </summary>
    internal static IEnumerable<(string Name, Tensor Tensor)> Named(Stack stack, int member) =>
        stack.Of(member).Select(named => (NameOf(stack.Members, member) + named.Name, named.Tensor));

    /// <summary>What the names of a network's parameters begin with.</summary>
    internal static string NameOf(int members, int member) => members == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{member}.");
}
