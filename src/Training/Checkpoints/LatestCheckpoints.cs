using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.State;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The latest checkpoints of a running job, from which it can be resumed. The two newest are kept, each in one file. The file name contains
/// the owner's fencing token, a sequence number, and the SHA-256 hash of the content. A file is written under a temporary name, flushed to the
/// disk and then renamed. A previous owner that is still writing has a lower token, so its files never become the newest.
/// </summary>
/// <param name="path">The folder of the job.</param>
/// <param name="fencingToken">The fencing token of this owner.</param>
internal sealed class LatestCheckpoints(string path, long fencingToken)
{
    /// <summary>The key of the spec in a <see cref="TrainingState"/>.</summary>
    public const string SpecKey = "spec";

    private const string Prefix = "latest-";
    private const string Extension = ".safetensors";
    private const string OwnerPrefix = "owner-";
    private const int KeptCount = 2;

    /// <summary>
    /// Claims the folder. From now on, <see cref="Save"/> fails for owners with a lower token. Deletes what such owners left unfinished, for example
    /// because they were killed: each has its own name, so no later write would overwrite it.
    /// </summary>
    public void Claim()
    {
        Directory.CreateDirectory(path);
        File.Create(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{OwnerPrefix}{fencingToken:D8}"))).Dispose();
        foreach (var unfinished in Directory.EnumerateFiles(path, Path.GetFileName(GetUnfinishedPath("*"))).Where(IsOfEarlierOwner))
        {
            UnfinishedFile.TryDelete(unfinished);
        }
    }

    /// <summary>Writes a state and deletes older ones. If writing fails, the previous states stay.</summary>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write to the folder.</exception>
    /// <exception cref="OperationCanceledException">Another owner has claimed the folder.</exception>
    public void Save(TrainingState state)
    {
        Directory.CreateDirectory(path);
        EnsureOwned();
        var unfinished = GetUnfinishedPath(fencingToken.ToString(CultureInfo.InvariantCulture));
        try
        {
            var hash = HashedFile.Write(unfinished, state.Write);
            var number = NewestFirst().Select(file => ParseNamePart(file, 2)).FirstOrDefault() + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{fencingToken:D8}-{number:D10}-{hash}{Extension}");
            File.Move(unfinished, Path.Combine(path, name));
        }
        catch
        {
            UnfinishedFile.TryDelete(unfinished);

            // A new owner deletes the file while it is written.
            EnsureOwned();
            throw;
        }

        foreach (var older in NewestFirst().Skip(KeptCount))
        {
            File.Delete(older);
        }
    }

    /// <summary>Reads the newest undamaged state; null if there is none.</summary>
    /// <param name="onDamaged">Receives the name of each file that cannot be read or whose content does not match the hash in its name.</param>
    /// <exception cref="CheckpointException">The content matches the hash but is not a training state.</exception>
    public TrainingState? Read(Action<string> onDamaged)
    {
        foreach (var file in NewestFirst())
        {
            try
            {
                using var content = HashedFile.TryOpen(file, Path.GetFileNameWithoutExtension(file).Split('-')[^1]);
                if (content is not null)
                {
                    return TrainingState.Read(content);
                }
            }
            catch (IOException)
            {
                // A file that the disk cannot read is reported like any other damaged file.
            }

            onDamaged(Path.GetFileName(file));
        }

        return null;
    }

    /// <summary>
    /// Returns the resume point of the newest file that has a valid header; null if there is none. Reads no weights: if they turn out to be
    /// damaged when the training resumes, it resumes from the file before.
    /// </summary>
    public ResumePoint? ReadResumePoint() => NewestFirst().Select(file => TryRead(file, ResumePoint.Read)).FirstOrDefault(point => point is not null);

    /// <summary>Returns the fencing token in the name of the newest file; 0 if there is none.</summary>
    public long FindNewestFencingToken() => NewestFirst().Select(file => ParseNamePart(file, 1)).FirstOrDefault();

    /// <summary>Returns the spec in the newest file that has a valid header and a spec; null if there is none. Reads no weights.</summary>
    public JobSpec? ReadSpec() => NewestFirst().Select(file => TryRead(file, ReadSpec)).FirstOrDefault(spec => spec is not null);

    /// <summary>Returns the paths of the files, the newest first.</summary>
    public IReadOnlyList<string> ListFiles() => [.. NewestFirst()];

    private void EnsureOwned()
    {
        if (Directory.EnumerateFiles(path, OwnerPrefix + "*").Any(owner => ParseNamePart(owner, 1) > fencingToken))
        {
            throw new OperationCanceledException("Another owner has taken over the job.");
        }
    }

    private string GetUnfinishedPath(string token) => UnfinishedFile.GetPath(path, token + Extension);

    private bool IsOfEarlierOwner(string unfinished) =>
        long.TryParse(Path.GetFileNameWithoutExtension(unfinished).Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var token)
        && token < fencingToken;

    private static JobSpec? ReadSpec(Stream file)
    {
        // Checkpoints of earlier versions have no spec.
        using var state = TrainingState.ReadValues(file);
        return state.HasValue(SpecKey) ? state.SaveOrRestoreValue<JobSpec?>(SpecKey, null) : null;
    }

    private static T? TryRead<T>(string file, Func<Stream, T?> read)
        where T : class
    {
        try
        {
            using var content = File.OpenRead(file);
            return read(content);
        }
        catch (Exception exception) when (exception is IOException or CheckpointException or JsonException)
        {
            return null;
        }
    }

    private static long ParseNamePart(string file, int part) => long.Parse(Path.GetFileName(file).Split('-')[part], CultureInfo.InvariantCulture);

    private IEnumerable<string> NewestFirst() => Directory.Exists(path)
        ? Directory.GetFiles(path, Prefix + "*" + Extension).OrderDescending(StringComparer.Ordinal)
        : [];
}
