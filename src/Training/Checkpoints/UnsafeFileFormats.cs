using System.Buffers.Binary;
using LearnML.Training.State;
using LearnML.Training.Tables.Signatures;

namespace LearnML.Training.Checkpoints;

/// <summary>Recognizes archives, and formats that can run code when they are read. It recognizes them by content, not by file name.</summary>
internal static class UnsafeFileFormats
{
    private const int ZipMagic = 0x04034b50;
    private const byte PickleMagic = 0x80;

    /// <summary>Rejects a file in such a format. Afterwards the stream is at its beginning.</summary>
    /// <param name="file">The file, at its beginning. The stream must support seeking.</param>
    /// <exception cref="CheckpointException">The file has such a format. The message names it.</exception>
    public static void Reject(Stream file)
    {
        Span<byte> first = stackalloc byte[ArchiveSignature.SignatureLength];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        var isPickle = first is [PickleMagic, >= 2 and <= 5, ..] || IsOldPickle(first, file);
        file.Position = 0;
        if (first.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(first) == ZipMagic)
        {
            throw new CheckpointException(
                "The file is a ZIP archive, like PyTorch's .pt files and TorchScript. Reading such files can run code. " +
                "Save the weights as safetensors.");
        }

        if (ArchiveSignature.DetectKind(first) is { } archive)
        {
            throw new CheckpointException($"The file is an archive ({archive}). Extract it, and send the safetensors file itself.");
        }

        if (isPickle)
        {
            throw new CheckpointException("The file is a pickle. Reading a pickle can run code. Save the weights as safetensors.");
        }
    }

    /// <summary>
    /// Pickles of protocols 0 and 1 have no magic number. They start with the opcode of a tuple, list, dictionary or class, and end with a dot.
    /// A safetensors file can start with the same byte, but its ninth byte is the opening brace of the header.
    /// </summary>
    private static bool IsOldPickle(ReadOnlySpan<byte> first, Stream file)
    {
        if (first is not [(byte)'(' or (byte)')' or (byte)']' or (byte)'}' or (byte)'c', ..] or [_, _, _, _, _, _, _, _, (byte)'{', ..])
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '.';
    }
}
