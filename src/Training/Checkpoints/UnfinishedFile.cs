namespace LearnML.Training.Checkpoints;

/// <summary>A checkpoint file or folder that is still being written. It has a temporary name until it is complete.</summary>
internal static class UnfinishedFile
{
    /// <summary>Returns the temporary path for a file or folder.</summary>
    public static string GetPath(string folder, string name) => Path.Combine(folder, "unfinished-" + name);

    /// <summary>
    /// Deletes a file, or a folder with its files, after writing it failed. It does not throw: the exception of the failed write says what is
    /// wrong, and the next write overwrites what is left.
    /// </summary>
    /// <returns>Whether it was deleted.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
