namespace LearnML.Training.Datasets;

/// <summary>A file that others publish.</summary>
/// <param name="Name">Its name, there and here.</param>
/// <param name="Checksum">The MD5 or the SHA-1 of its bytes, whichever they publish, in lower-case hexadecimal.</param>
internal sealed record RemoteFile(string Name, string Checksum);
