using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Networks;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The checkpoints of a job: a folder for each model version, and the latest checkpoints while the job is running. Each checkpoint is written
/// under a temporary name, flushed to the disk and then renamed, so every checkpoint in the folder is complete.
/// </summary>
/// <param name="path">The folder of the job.</param>
public sealed class CheckpointFolder(string path)
{
    private const string NamePrefix = "epoch-";
    private const string LabelsName = "labels.json";

    private string LabelsPath => Path.Combine(path, LabelsName);

    /// <summary>Whether the folder has files or folders besides the labels of the job.</summary>
    public bool HasCheckpoints => Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => entry != LabelsPath);

    /// <summary>Whether the folder has files besides the labels of the job: latest checkpoints, and what an interrupted job left behind.</summary>
    public bool HasFiles => Directory.Exists(path) && Directory.EnumerateFiles(path).Any(file => file != LabelsPath);

    /// <summary>
    /// Stores what people wrote on the job, so that a repair of the database finds it. Creates the folder, unless there is nothing to store.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write to the folder.</exception>
    public void SaveLabels(JobLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels is { Name: null, Note: null, Tags: null or [], Starred: not true, Project: null })
        {
            DeleteLabels();
            return;
        }

        // Two requests can write at the same time.
        var unfinished = UnfinishedFile.GetPath(path, $"{LabelsName}-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(labels, WireFormat.Options));
            File.Move(unfinished, LabelsPath, overwrite: true);
        }
        catch
        {
            UnfinishedFile.TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>Returns what people wrote on the job; null if nothing is stored.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public JobLabels? ReadLabels()
    {
        try
        {
            return File.Exists(LabelsPath) ? JsonSerializer.Deserialize<JobLabels>(File.ReadAllBytes(LabelsPath), WireFormat.Options) : null;
        }
        catch (JsonException exception)
        {
            throw new CheckpointException($"The labels in {LabelsName} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Deletes what people wrote on the job.</summary>
    public void DeleteLabels()
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            File.Delete(LabelsPath);
        }
        catch (DirectoryNotFoundException)
        {
            // Another thread has just deleted the folder.
        }
    }

    /// <summary>Returns the path of the out-of-fold predictions of a cross-validation, which are stored in the folder of a checkpoint.</summary>
    public string GetOutOfFoldPath(string checkpoint) => Find(checkpoint).OutOfFoldPath;

    /// <summary>Returns the latest checkpoints of the job.</summary>
    /// <param name="fencingToken">The fencing token of the process that writes them.</param>
    internal LatestCheckpoints GetLatest(long fencingToken) => new(path, fencingToken);

    /// <summary>Returns where the job would resume; null if there is no latest checkpoint. Reads no weights.</summary>
    public ResumePoint? ReadResumePoint() => GetLatest(0).ReadResumePoint();

    /// <summary>
    /// Returns the highest fencing token in the names of the latest checkpoints and of the model versions' checkpoints; 0 if there is none.
    /// </summary>
    public long FindNewestFencingToken() => Directory.Exists(path)
        ? Directory.GetDirectories(path, NamePrefix + "*-*")
            .Select(folder => long.Parse(folder.Split('-')[^1], CultureInfo.InvariantCulture))
            .Append(GetLatest(0).FindNewestFencingToken())
            .Max()
        : 0;

    /// <summary>Returns the names of the model versions' checkpoints.</summary>
    public IReadOnlyList<string> ListCheckpoints() => Directory.Exists(path)
        ? [.. Directory.GetDirectories(path, NamePrefix + "*-*").Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Returns the paths of the latest checkpoints of the job, the newest first.</summary>
    public IReadOnlyList<string> ListLatest() => GetLatest(0).ListFiles();

    /// <summary>Returns the spec of the job, as its latest checkpoint has it; null if there is none. Reads no weights.</summary>
    public JobSpec? ReadSpec() => GetLatest(0).ReadSpec();

    /// <summary>Returns the description of a checkpoint and the time when it was saved. Reads no weights.</summary>
    /// <exception cref="CheckpointException">The description is missing or damaged.</exception>
    public (CheckpointDescription Description, DateTimeOffset SavedAt) ReadDescription(string checkpoint) => Find(checkpoint).ReadDescription();

    /// <summary>Saves a checkpoint of all networks of an ensemble, or of one network.</summary>
    /// <param name="network">The networks.</param>
    /// <param name="description">Their description.</param>
    /// <param name="fencingToken">
    /// The fencing token of this process. It is part of the name, so that two processes never write the same checkpoint.
    /// </param>
    /// <param name="writeOutOfFold">Writes the out-of-fold predictions to the path that it receives; null if there are none.</param>
    /// <param name="background">Encoded training rows, [rows, inputs], that explanations start from; null if there are none.</param>
    /// <param name="conformal">The errors from which intervals follow; null if there are none.</param>
    /// <returns>The name of the checkpoint, and its description with the hash and the size of the weights.</returns>
    /// <exception cref="IOException">The files cannot be written, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write to the folder.</exception>
    internal (string Name, CheckpointDescription Description) Save(
        BatchedNetwork network,
        CheckpointDescription description,
        long fencingToken,
        Action<string>? writeOutOfFold = null,
        float[]? background = null,
        ConformalScores? conformal = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{description.Epoch:D6}-{fencingToken}");
        var unfinished = UnfinishedFile.GetPath(path, name);
        try
        {
            var checkpoint = new VersionCheckpoint(unfinished);
            var written = checkpoint.Write(network, description);
            writeOutOfFold?.Invoke(checkpoint.OutOfFoldPath);
            if (background is not null)
            {
                checkpoint.WriteBackground(background, description.Inputs);
            }

            if (conformal is not null)
            {
                checkpoint.WriteConformal(conformal);
            }

            Directory.Move(unfinished, Path.Combine(path, name));
            return (name, written);
        }
        catch
        {
            UnfinishedFile.TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>Opens a checkpoint as one safetensors file that contains the weights, and the description in its metadata.</summary>
    /// <returns>The first bytes of the file, and a stream with the rest. The caller disposes the stream.</returns>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    public (byte[] Header, Stream Weights) OpenSafetensors(string checkpoint) => Find(checkpoint).OpenSafetensors();

    /// <summary>Reads the description and the parameters of a checkpoint, and verifies the hash of the weights.</summary>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    internal (CheckpointDescription Description, Dictionary<string, Tensor> Parameters) Load(string checkpoint) => Find(checkpoint).Load();

    /// <summary>Reads the training rows that explanations start from, [rows, inputs]; null if the checkpoint has none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    internal float[]? LoadBackground(string checkpoint, int inputs) => Find(checkpoint).ReadBackground(inputs);

    /// <summary>Reads the errors from which intervals follow; null if the checkpoint has none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    internal ConformalScores? LoadConformal(string checkpoint) => Find(checkpoint).ReadConformal();

    /// <summary>
    /// Deletes everything in the folder except the labels of the job and the named checkpoints: the latest checkpoints, and what an interrupted job
    /// left behind. Without names, deletes the folder itself. Several threads and processes can delete the same at once.
    /// </summary>
    /// <exception cref="IOException">A file cannot be deleted, or another thread still writes to the folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to delete.</exception>
    public void DeleteAllExcept(IReadOnlyCollection<string> names)
    {
        while (Directory.Exists(path))
        {
            try
            {
                DeleteOnce(names);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                // Another thread has just deleted a folder. What it has left is deleted in the next round.
            }
        }
    }

    // Files come last: while there are some, HasFiles says that something is left to delete.
    private void DeleteOnce(IReadOnlyCollection<string> names)
    {
        foreach (var folder in Directory.GetDirectories(path).Where(folder => !names.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (names.Count == 0)
        {
            Directory.Delete(path, recursive: true);
            return;
        }

        foreach (var file in Directory.GetFiles(path).Where(file => file != LabelsPath))
        {
            File.Delete(file);
        }
    }

    /// <summary>Stores the name of the model that a checkpoint was imported as. Its description has the name of the exported model.</summary>
    public void SaveModelName(string checkpoint, string name) => File.WriteAllText(GetModelNamePath(checkpoint), name);

    /// <summary>Returns the name of the model that a checkpoint was imported as; null if it was not imported, or by an earlier version.</summary>
    public string? ReadModelName(string checkpoint) =>
        File.Exists(GetModelNamePath(checkpoint)) ? File.ReadAllText(GetModelNamePath(checkpoint)) : null;

    private string GetModelNamePath(string checkpoint) => Path.Combine(path, checkpoint, "model.txt");

    private VersionCheckpoint Find(string checkpoint) => new(Path.Combine(path, checkpoint));
}
