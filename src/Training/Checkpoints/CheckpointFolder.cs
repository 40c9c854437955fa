using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Networks;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The checkpoints of a job: a folder with <c>weights.safetensors</c> and <c>checkpoint.json</c> for each model version, and the latest
/// checkpoints while the job is running. Each checkpoint is written under a temporary name, flushed to the disk and then renamed, so every
/// checkpoint in the folder is complete.
/// </summary>
/// <param name="path">The folder of the job.</param>
public sealed class CheckpointFolder(string path)
{
    private const string WeightsFileName = "weights.safetensors";
    private const string DescriptionFileName = "checkpoint.json";
    private const string NamePrefix = "epoch-";
    private const string OutOfFoldFileName = "out-of-fold.csv";

    private static readonly JsonSerializerOptions JsonOptions = new(WireFormat.Options) { WriteIndented = true };

    /// <summary>Returns the path of the out-of-fold predictions of a cross-validation, which are stored in the folder of a checkpoint.</summary>
    public string GetOutOfFoldPath(string checkpoint) => Path.Combine(path, checkpoint, OutOfFoldFileName);

    /// <summary>Returns the latest checkpoints of the job.</summary>
    /// <param name="fencingToken">The fencing token of the process that writes them.</param>
    internal LatestCheckpoints GetLatest(long fencingToken) => new(path, fencingToken);

    /// <summary>
    /// Returns the highest fencing token in the names of the latest checkpoints and of the model versions' checkpoints; 0 if there is none.
    /// </summary>
    public long FindNewestFencingToken() => Directory.Exists(path)
        ? Directory.GetDirectories(path, NamePrefix + "*-*")
            .Select(folder => long.Parse(folder.Split('-')[^1], CultureInfo.InvariantCulture))
            .Append(GetLatest(0).FindNewestFencingToken())
            .Max()
        : 0;

    /// <summary>
    /// Returns the number of epochs that were reported when the newest undamaged latest checkpoint was written, counting each fold's epochs; 0 if
    /// there is none.
    /// </summary>
    public long ReadReportedEpochs()
    {
        using var state = GetLatest(0).Read(_ => { });
        return state is null ? 0 : RunProgress.ReportedEpochs(state);
    }

    /// <summary>
    /// Returns the number of folds that were completed when the newest undamaged latest checkpoint was written; 0 if there is none.
    /// </summary>
    public int ReadFinishedFolds()
    {
        using var state = GetLatest(0).Read(_ => { });
        return state?.SaveOrRestoreValue("finished", 0) ?? 0;
    }

    /// <summary>
    /// Returns the <see cref="Datasets.Dataset.TrainingDataHash"/> that the newest undamaged latest checkpoint was trained on; null if there is none.
    /// </summary>
    public string? ReadTrainingDataHash()
    {
        using var state = GetLatest(0).Read(_ => { });
        return state?.SaveOrRestoreValue(Checkpointing.DatasetKey, "");
    }

    /// <summary>Saves a checkpoint of all networks of an ensemble, or of one network.</summary>
    /// <param name="network">The networks.</param>
    /// <param name="description">Their description.</param>
    /// <param name="fencingToken">The fencing token of this process. It is part of the name, so that two processes never write the same
    /// checkpoint.</param>
    /// <param name="writeOutOfFold">Writes the out-of-fold predictions to the path that it receives; null if there are none.</param>
    /// <returns>The name of the checkpoint, and its description with the hash and the size of the weights.</returns>
    /// <exception cref="IOException">The files cannot be written, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write to the folder.</exception>
    internal (string Name, CheckpointDescription Description) Save(
        BatchedNetwork network, CheckpointDescription description, long fencingToken, Action<string>? writeOutOfFold = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{description.Epoch:D6}-{fencingToken}");
        var unfinished = Path.Combine(path, "unfinished-" + name);
        Directory.CreateDirectory(unfinished);
        try
        {
            var named = Enumerable.Range(0, network.MemberCount).SelectMany(member => StateDict(network, member));
            var weights = Path.Combine(unfinished, WeightsFileName);
            var hash = HashedFile.Write(weights, file => Safetensors.Write(file, named));
            var hashed = description with { WeightsSha256 = hash, WeightsBytes = new FileInfo(weights).Length };
            HashedFile.Write(Path.Combine(unfinished, DescriptionFileName), file => JsonSerializer.Serialize(file, hashed, JsonOptions));
            writeOutOfFold?.Invoke(Path.Combine(unfinished, OutOfFoldFileName));
            Directory.Move(unfinished, Path.Combine(path, name));
            return (name, hashed);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    /// <summary>Opens a checkpoint as one safetensors file that contains the weights, and the description in its metadata.</summary>
    /// <returns>The first bytes of the file, and a stream with the rest. The caller disposes the stream.</returns>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    public (byte[] Header, Stream Weights) OpenSafetensors(string checkpoint)
    {
        var folder = Path.Combine(path, checkpoint);
        try
        {
            var (description, json) = ReadDescription(folder);
            var weights = HashedFile.TryOpen(Path.Combine(folder, WeightsFileName), description.WeightsSha256) ?? throw CreateDamagedException();
            return (Safetensors.ReplaceMetadata(weights, SafetensorsCheckpoint.CreateMetadata(json)), weights);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw CreateUnreadableException(exception);
        }
    }

    /// <summary>Reads the description and the parameters of a checkpoint, and verifies the hash of the weights.</summary>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    internal (CheckpointDescription Description, Dictionary<string, Tensor> Parameters) Load(string checkpoint)
    {
        var folder = Path.Combine(path, checkpoint);
        try
        {
            var (description, _) = ReadDescription(folder);
            using var weights = HashedFile.TryOpen(
                Path.Combine(folder, WeightsFileName), description.WeightsSha256) ?? throw CreateDamagedException();
            return (description, Safetensors.Read(weights));
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw CreateUnreadableException(exception);
        }
    }

    /// <summary>
    /// Deletes everything in the folder except the named checkpoints: the latest checkpoints, and what an interrupted job left behind. Without
    /// names, deletes the folder itself.
    /// </summary>
    public void DeleteAllExcept(IReadOnlyCollection<string> names)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        if (names.Count == 0)
        {
            Directory.Delete(path, recursive: true);
            return;
        }

        Array.ForEach(Directory.GetFiles(path), File.Delete);
        foreach (var folder in Directory.GetDirectories(path).Where(folder => !names.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (CheckpointDescription Description, string Json) ReadDescription(string folder)
    {
        var json = File.ReadAllText(Path.Combine(folder, DescriptionFileName));
        var description = JsonSerializer.Deserialize<CheckpointDescription>(json, JsonOptions) ?? throw new JsonException("The description is null.");
        return description.Format != CheckpointDescription.CurrentFormat
            ? throw new CheckpointException(
                $"The checkpoint has format {description.Format}; this version reads format {CheckpointDescription.CurrentFormat}.")
            : (description.Image is null) == (description.Table is null)
            ? throw new CheckpointException("The checkpoint's description must have either image or table.")
            : (description, json);
    }

    private static CheckpointException CreateDamagedException() =>
        new("The checkpoint's weights are damaged: their SHA-256 hash is not the one in the description.");

    private static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or JsonException;

    private static CheckpointException CreateUnreadableException(Exception exception) =>
        new(exception is DirectoryNotFoundException ? "The checkpoint's files are missing." : "The checkpoint cannot be read.", exception);

    /// <summary>
    /// Returns the parameters and running statistics of one network, with their names in a checkpoint. The names are PyTorch's; in an ensemble
    /// they start with the index of the network: <c>3.0.weight</c>.
    /// </summary>
    internal static IEnumerable<(string Name, Tensor Tensor)> StateDict(BatchedNetwork network, int member) =>
        network.StateDict(member).Select(named => (MemberPrefix(network.MemberCount, member) + named.Name, named.Tensor));

    /// <summary>Returns the prefix of a network's parameter names in a checkpoint; empty if there is only one network.</summary>
    internal static string MemberPrefix(int memberCount, int member) =>
        memberCount == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{member}.");
}
