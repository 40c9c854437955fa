namespace LearnML.Training.Datasets;

/// <summary>A file that others publish.</summary>
/// <param name="Name">Its name, there and here.</param>
/// <param name="Md5">The MD5 of its bytes, in lower-case hexadecimal.</param>
internal sealed record RemoteFile(string Name, string Md5);
