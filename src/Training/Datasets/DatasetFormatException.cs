namespace LearnML.Training.Datasets;

/// <summary>A dataset's file does not hold what it should.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it, as a clause that begins with "it" or "its".</param>
/// <param name="inner">The cause.</param>
public sealed class DatasetFormatException(string path, string problem, Exception? inner = null)
    : DatasetUnavailableException(
        $"The file {Path.GetFileName(path)} in {Path.GetDirectoryName(path)} cannot be used: {problem}. " +
        "Replace it with a good copy, or delete it and it is downloaded again.",
        inner);
