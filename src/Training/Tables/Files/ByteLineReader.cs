using System.Globalization;

namespace LearnML.Training.Tables.Files;

/// <summary>Reads the lines of a file as bytes.</summary>
/// <param name="file">The file; <see cref="Dispose"/> closes it.</param>
/// <param name="maximumLength">The maximum number of bytes in a line.</param>
internal sealed class ByteLineReader(Stream file, int maximumLength) : IDisposable
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int length;
    private bool isAtEnd;

    /// <summary>The current line, without its line break.</summary>
    public ReadOnlySpan<byte> Current => buffer.AsSpan(start, length);

    /// <summary>The number of the current line, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool Read()
    {
        start = Line == 0 ? SkipByteOrderMark() : Math.Min(end, start + length + 1);
        Line++;
        for (var searched = 0; ;)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                length = searched + found;
                return true;
            }

            searched = end - start;
            if (isAtEnd || !Fill())
            {
                length = end - start;
                return length > 0;
            }
        }
    }

    public void Dispose() => file.Dispose();

    private int SkipByteOrderMark()
    {
        Fill();
        return buffer.AsSpan(0, end).StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
    }

    /// <summary>Reads more bytes behind the current line; moves it to the start of the buffer if there is no room.</summary>
    private bool Fill()
    {
        if (end - start > maximumLength)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the line has more than {maximumLength} bytes"));
        }

        if (end == buffer.Length)
        {
            var larger = end - start > buffer.Length / 2 ? new byte[2 * buffer.Length] : buffer;
            buffer.AsSpan(start, end - start).CopyTo(larger);
            (buffer, end, start) = (larger, end - start, 0);
        }

        var count = file.Read(buffer, end, buffer.Length - end);
        end += count;
        isAtEnd = count == 0;
        return !isAtEnd;
    }
}
