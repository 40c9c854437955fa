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
    private const string Owner = "owner-";
    private const int Kept = 2;

    /// <summary>From here on owners of lower tokens write no more.</summary>
    public void Claim()
    {
        Directory.CreateDirectory(path);
        File.Create(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Owner}{token:D8}"))).Dispose();
    }

    /// <summary>Writes a state; while that fails, the ones before it stay.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Another owner has claimed it since.</exception>
    public void Save(TrainingState state)
    {
        Directory.CreateDirectory(path);
        if (Directory.EnumerateFiles(path, Owner + "*").Any(owner => Part(owner, 1) > token))
        {
            throw new OperationCanceledException("The job is no longer this owner's.");
        }

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
                // The disk does not give it back: told as any other damage.
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
