namespace LearnML.Training.Datasets.Files;

/// <summary>A file that can be downloaded.</summary>
/// <param name="Name">The file's name, on the server and on disk.</param>
/// <param name="Checksum">The MD5 or SHA-1 hash that the publisher gives, in lower-case hexadecimal.</param>
internal sealed record RemoteFile(string Name, string Checksum);
