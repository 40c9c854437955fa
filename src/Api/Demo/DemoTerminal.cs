using System.Globalization;

namespace LearnML.Api.Demo;

/// <summary>Lines, with a progress bar below the last one; where the output is not a terminal, lines only.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="isInteractive">Whether a line can be written over.</param>
internal sealed class DemoTerminal(TextWriter output, bool isInteractive)
{
    private const int BarWidth = 40;
    private const string EraseLine = "\r\e[K";

    public void Line(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    public void Line(string? line = "") => output.WriteLine((isInteractive ? EraseLine : "") + line);

    public void Bar(double progress, string note)
    {
        if (isInteractive)
        {
            var done = (int)(progress * BarWidth);
            output.Write($"{EraseLine}[{new string('#', done)}{new string('.', BarWidth - done)}] {(int)(progress * 100)} %   {note}");
        }
    }
}
