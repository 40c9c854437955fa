namespace LearnML.Training.Tables.Files;

/// <summary>
/// Counts the bytes that the pages of a Parquet column take when they are unpacked. The library reserves memory for each page by its header, so the
/// sizes in the footer of the file, which can be wrong, say nothing about it. Headers have Thrift's compact format
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
/// </summary>
/// <param name="stream">The file.</param>
internal sealed class ParquetPages(Stream stream)
{
    private const int MaximumDepth = 8;

    // Fields of a page header and of the header of its kind (https://github.com/apache/parquet-format).
    private const int UnpackedSize = 2;
    private const int PackedSize = 3;
    private const int DataPage = 5;
    private const int DataPageOfVersion2 = 8;
    private const int ValueCount = 1;

    private long countedBytes;

    /// <summary>Returns the bytes of all pages from an offset on, up to a number of values, as the library reads them.</summary>
    /// <param name="offset">The offset of the first page.</param>
    /// <param name="values">The number of values in the column.</param>
    /// <exception cref="IOException">A header is damaged, goes beyond the end of the file, or belongs to two columns.</exception>
    public double CountUnpackedBytes(long offset, long values)
    {
        var unpacked = 0.0;
        for (var read = 0L; read < values;)
        {
            stream.Position = offset;
            var header = ReadStruct(MaximumDepth);
            var (size, packed) = (header.GetValueOrDefault(UnpackedSize), header.GetValueOrDefault(PackedSize));
            if (size < 0 || packed < 0)
            {
                throw new EndOfStreamException("a page has a negative size");
            }

            unpacked += size;
            read += header.GetValueOrDefault(-DataPage) + header.GetValueOrDefault(-DataPageOfVersion2);
            countedBytes += stream.Position + packed - offset;
            offset = stream.Position + packed;
            if (countedBytes > stream.Length)
            {
                throw new EndOfStreamException("its columns have more pages than the file");
            }
        }

        return unpacked;
    }

    /// <summary>
    /// Reads a structure and returns its whole numbers by field. The number of values in the header of a data page has the negative number of
    /// that header.
    /// </summary>
    private Dictionary<int, long> ReadStruct(int depth)
    {
        var numbers = new Dictionary<int, long>();
        for (var (field, head) = (0, ReadByte()); head != 0; head = ReadByte())
        {
            field = head >> 4 is > 0 and var step ? field + step : (int)ReadNumber();
            switch (head & 15)
            {
                case 4 or 5 or 6:
                    numbers[field] = ReadNumber();
                    break;
                case 12 when depth > 0:
                    var inner = ReadStruct(depth - 1);
                    numbers[-field] = Math.Max(inner.GetValueOrDefault(ValueCount), 0);
                    break;
                case var type:
                    Skip(type, depth);
                    break;
            }
        }

        return numbers;
    }

    private void Skip(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2: // the field's head says true or false
                break;
            case 3:
                stream.Position++;
                break;
            case 4 or 5 or 6:
                ReadNumber();
                break;
            case 7:
                stream.Position += sizeof(double);
                break;
            case 8:
                var length = (long)Math.Min(ReadUnsigned(), (ulong)stream.Length);
                stream.Position += length;
                break;
            case 9 or 10 when depth > 0:
                SkipList(depth - 1);
                break;
            case 12 when depth > 0:
                ReadStruct(depth - 1);
                break;
            default:
                throw new EndOfStreamException("the header of a page is damaged");
        }
    }

    private void SkipList(int depth)
    {
        var head = ReadByte();
        var count = head >> 4 is 15 ? ReadUnsigned() : (ulong)(head >> 4);
        for (var item = 0UL; item < count; item++)
        {
            // In a list, true and false take a byte.
            Skip((head & 15) is 1 or 2 ? 3 : head & 15, depth);
            if (stream.Position > stream.Length)
            {
                throw new EndOfStreamException("the header of a page goes beyond the end of the file");
            }
        }
    }

    /// <summary>Reads a whole number, whose sign is the lowest bit.</summary>
    private long ReadNumber()
    {
        var number = ReadUnsigned();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private byte ReadByte() => stream.ReadByte() is >= 0 and var next
        ? (byte)next : throw new EndOfStreamException("the header of a page goes beyond the end of the file");

    private ulong ReadUnsigned()
    {
        var (number, shift) = (0UL, 0);
        while (true)
        {
            var part = ReadByte();
            number |= (ulong)(part & 127) << shift;
            shift += 7;
            if (part < 128)
            {
                return number;
            }

            if (shift > 63)
            {
                throw new EndOfStreamException("a number in the header of a page is too long");
            }
        }
    }
}
