namespace LearnML.Training.Datasets.Files;

/// <summary>A file of a dataset is damaged or does not have the expected content.</summary>
/// <param name="path">The file's path.</param>
/// <param name="problem">What is wrong with the file, as a clause that starts with "it" or "its".</param>
/// <param name="innerException">The cause.</param>
public sealed class DatasetFormatException(string path, string problem, Exception? innerException = null)
    : DatasetUnavailableException(
        $"The file {Path.GetFileName(path)} in {Path.GetDirectoryName(path)} cannot be used: {problem}. " +
        "Replace it with a good copy, or delete it to download it again.",
        innerException);
