using System.Globalization;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The latest checkpoints of a job under way, the two newest of them: one file each, whose name holds the owner's fencing
/// token, a number, and the SHA-256 of its content. It is written under another name, flushed to the disk and renamed. What
/// an owner of before still writes bears a lower token and is never the newest.
/// </summary>
/// <param name="path">The job's folder.</param>
/// <param name="token">The fencing token of who writes.</param>
internal sealed class LatestCheckpoints(string path, long token)
{
    private const string Prefix = "latest-";
    private const string Extension = ".safetensors";
    private const int Kept = 2;

    /// <summary>Writes a state; while that fails, the ones before it stay.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void Save(TrainingState state)
    {
        Directory.CreateDirectory(path);
        var unfinished = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"unfinished-{token}{Extension}"));
        try
        {
            var hash = HashedFile.Write(unfinished, state.Write);
            var number = Newest().Select(file => Part(file, 2)).FirstOrDefault() + 1;
            File.Move(unfinished, Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{token:D8}-{number:D10}-{hash}{Extension}")));
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        foreach (var older in Newest().Skip(Kept))
        {
            File.Delete(older);
        }
    }

    /// <summary>The newest whole state; null where there is none.</summary>
    /// <param name="damaged">Is told the name of each file that is not what its name says.</param>
    public TrainingState? Read(Action<string> damaged)
    {
        foreach (var file in Newest())
        {
            TrainingState? state = null;
            if (HashedFile.TryRead(file, Path.GetFileNameWithoutExtension(file).Split('-')[^1], content => state = TrainingState.Read(content)))
            {
                return state;
            }

            damaged(Path.GetFileName(file));
        }

        return null;
    }

    /// <summary>The token of who wrote the newest; 0 where there is none.</summary>
    public long NewestToken() => Newest().Select(file => Part(file, 1)).FirstOrDefault();

    private static long Part(string file, int part) => long.Parse(Path.GetFileName(file).Split('-')[part], CultureInfo.InvariantCulture);

    private IEnumerable<string> Newest() => Directory.Exists(path)
        ? Directory.GetFiles(path, Prefix + "*" + Extension).OrderDescending(StringComparer.Ordinal)
        : [];
}
