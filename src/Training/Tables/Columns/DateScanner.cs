using LearnML.Contracts;

namespace LearnML.Training.Tables.Columns;

/// <summary>Reads the parts of a date from left to right.</summary>
/// <param name="text">The text, without surrounding spaces.</param>
internal ref struct DateScanner(ReadOnlySpan<char> text)
{
    /// <summary>The length of the shortest date: 1-1-26.</summary>
    public const int MinimumLength = 6;

    // As POSIX strptime does: 69 to 99 are in the 20th century, 00 to 68 in the 21st.
    private const int FirstTwoDigitYearOf1900 = 69;

    // Of a month without a day, such as 09/2026. Other numbers are fractions or codes.
    private const int FirstYearOfMonth = 1800;
    private const int EndYearOfMonth = 2200;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The offsets of zone names from UTC, in hours.</summary>
    private static readonly (string Name, int Hours)[] Zones =
    [
        ("Z", 0), ("UTC", 0), ("GMT", 0), ("WET", 0), ("CET", 1), ("CEST", 2), ("EET", 2), ("EEST", 3), ("BST", 1), ("MSK", 3),
        ("JST", 9), ("KST", 9),
        ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
    ];

    private ReadOnlySpan<char> rest = text;

    /// <summary>Whether the year has two digits, so that its century is a choice.</summary>
    public bool HasShortYear { get; private set; }

    /// <summary>Reads the date, without its time.</summary>
    public bool TryReadDate(DateOrder order, out DateTime date)
    {
        date = default;
        if (rest.Length < MinimumLength || !char.IsAsciiLetterOrDigit(rest[0]))
        {
            return false;
        }

        if (char.IsAsciiLetter(rest[0]))
        {
            return TryReadMonthFirst(out date);
        }

        if (!TryReadNumber(out var first, out var digits))
        {
            return false;
        }

        if (digits == DateParser.CompactLength)
        {
            return TryCreate(first / 10_000, first / 100 % 100, first % 100, out date);
        }

        if (rest.IsEmpty || digits is not (1 or 2 or 4))
        {
            return false;
        }

        var mark = rest[0];
        rest = rest[1..].TrimStart();
        if (digits <= 2 && rest.Length > 0 && char.IsAsciiLetter(rest[0]))
        {
            return TryReadMonth(out var month) && SkipMark() && TryReadYear(out var year) && TryCreate(year, month, first, out date);
        }

        if (mark is not ('-' or '/' or '.') || !TryReadNumber(out var second, out var secondDigits))
        {
            return false;
        }

        if (digits <= 2 && secondDigits == 4)
        {
            return rest.IsEmpty && mark != '.' && second is >= FirstYearOfMonth and < EndYearOfMonth && TryCreate(second, first, 1, out date);
        }

        if (secondDigits > 2)
        {
            return false;
        }

        if (digits == 4)
        {
            return rest.IsEmpty
                ? mark == '-' && secondDigits == 2 && TryCreate(first, second, 1, out date)
                : Skip(mark) && TryReadNumber(out var day, out var dayDigits) && dayDigits <= 2 && TryCreate(first, second, day, out date);
        }

        return Skip(mark) && TryReadYear(out var lastYear) && (order == DateOrder.DayFirst
            ? TryCreate(lastYear, second, first, out date) : TryCreate(lastYear, first, second, out date));
    }

    /// <summary>Reads the time of day and adds it to the date. A date without a time is complete.</summary>
    public bool TryReadTime(ref DateTime date)
    {
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] is not ('T' or 't' or ' ' or ','))
        {
            return TryReadZone(ref date);
        }

        rest = rest[1..].TrimStart();
        return TryReadClock(ref date) && (rest.IsEmpty || TryReadZone(ref date));
    }

    /// <summary>Reads a time of day without a date.</summary>
    public bool TryReadTimeOfDay(out DateTime date)
    {
        date = DateTime.UnixEpoch;
        return TryReadClock(ref date) && rest.IsEmpty;
    }

    private bool TryReadClock(ref DateTime date)
    {
        if (!TryReadNumber(out var hour, out var digits) || digits > 2 || !Skip(':') || !TryReadNumber(out var minute, out var minuteDigits)
            || minuteDigits != 2 || hour > 23 || minute > 59)
        {
            return false;
        }

        var (second, fraction) = (0, 0L);
        if (Skip(':') && (!TryReadNumber(out second, out var secondDigits) || secondDigits != 2 || second > 60 || !TryReadFraction(out fraction)))
        {
            return false;
        }

        rest = rest.TrimStart();
        if (rest.Length >= 2 && rest[0] is 'A' or 'a' or 'P' or 'p' && rest[1] is 'M' or 'm')
        {
            if (hour is 0 or > 12)
            {
                return false;
            }

            hour = (hour % 12) + (rest[0] is 'P' or 'p' ? 12 : 0);
            rest = rest[2..].TrimStart();
        }

        // A leap second, 23:59:60, is the last second of its minute, so that no date is beyond the year 9999.
        date = date.AddTicks((hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute)
            + (Math.Min(second, 59) * TimeSpan.TicksPerSecond) + fraction);
        return true;
    }

    private bool TryReadZone(ref DateTime date)
    {
        if (rest[0] is '+' or '-')
        {
            var sign = rest[0] == '-' ? -1 : 1;
            rest = rest[1..];
            if (!TryReadNumber(out var hours, out var digits) || digits is not (2 or 4))
            {
                return false;
            }

            var minutes = digits == 4 ? hours % 100 : 0;
            hours = digits == 4 ? hours / 100 : hours;
            return (!Skip(':') || TryReadNumber(out minutes, out _)) && rest.IsEmpty && hours <= 14 && minutes < 60
                && TryShift(ref date, -sign * ((hours * 60) + minutes));
        }

        foreach (var (name, hours) in Zones)
        {
            if (rest.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return TryShift(ref date, -60 * hours);
            }
        }

        return false;
    }

    private static bool TryShift(ref DateTime date, int minutes)
    {
        var ticks = date.Ticks + (minutes * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        date = new DateTime(ticks);
        return true;
    }

    /// <summary>Reads "Nov 23, 2026" or "Nov 2026", perhaps after a day of the week.</summary>
    private bool TryReadMonthFirst(out DateTime date)
    {
        date = default;
        SkipWeekday();
        if (rest.Length > 0 && char.IsAsciiDigit(rest[0]))
        {
            return TryReadDate(DateOrder.DayFirst, out date);
        }

        if (!TryReadMonth(out var month) || !SkipMark() || !TryReadNumber(out var number, out var digits))
        {
            return false;
        }

        return digits switch
        {
            4 => TryCreate(number, month, 1, out date),
            <= 2 => SkipMark() && TryReadYear(out var year) && TryCreate(year, month, number, out date),
            _ => false,
        };
    }

    private void SkipWeekday()
    {
        var word = PeekWord();
        foreach (var weekday in Weekdays)
        {
            if (word.StartsWith(weekday, StringComparison.OrdinalIgnoreCase)
                && (word.Length == 3 || word.EndsWith("day", StringComparison.OrdinalIgnoreCase)))
            {
                rest = rest[word.Length..].TrimStart(". ,");
                return;
            }
        }
    }

    private bool TryReadMonth(out int month)
    {
        var word = PeekWord();
        rest = rest[word.Length..];
        return MonthNames.TryFind(word, out month);
    }

    private readonly ReadOnlySpan<char> PeekWord()
    {
        var length = 0;
        while (length < rest.Length && char.IsLetter(rest[length]))
        {
            length++;
        }

        return rest[..length];
    }

    private bool TryReadYear(out int year)
    {
        if (!TryReadNumber(out year, out var digits) || digits is not (2 or 4))
        {
            return false;
        }

        HasShortYear = digits == 2;
        year += !HasShortYear ? 0 : year < FirstTwoDigitYearOf1900 ? 2000 : 1900;
        return true;
    }

    private bool TryReadNumber(out int number, out int digits)
    {
        (number, digits) = (0, 0);
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]) && digits <= DateParser.CompactLength)
        {
            number = (number * 10) + rest[digits++] - '0';
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private bool Skip(char mark)
    {
        var isThere = rest.Length > 0 && rest[0] == mark;
        rest = isThere ? rest[1..] : rest;
        return isThere;
    }

    private bool SkipMark()
    {
        var length = rest.Length;
        rest = rest.TrimStart("-/., ");
        return rest.Length < length;
    }

    /// <summary>Reads the fraction of a second, if there is one. Digits that are smaller than a tick (100 ns) are skipped.</summary>
    private bool TryReadFraction(out long ticks)
    {
        ticks = 0;
        if (!Skip('.') && !Skip(','))
        {
            return true;
        }

        var digits = 0;
        for (var unit = TimeSpan.TicksPerSecond / 10; digits < rest.Length && char.IsAsciiDigit(rest[digits]); unit /= 10, digits++)
        {
            ticks += (rest[digits] - '0') * unit;
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool TryCreate(int year, int month, int day, out DateTime date)
    {
        var exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateTime(year, month, day) : default;
        return exists;
    }
}
