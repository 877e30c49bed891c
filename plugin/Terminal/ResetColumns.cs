namespace TcpResets.Terminal;

/// <summary>Where the columns of the table of resets begin, fitted to a terminal; -1: it is too narrow for this one.</summary>
internal sealed class ResetColumns
{
    public const int TimeWidth = 12, IdleWidth = 7;

    private const int DirectionWidth = 9, KindWidth = 13, PortWidth = 6, AddressWidth = 21, RoleWidth = 6, StageWidth = 8, ReasonWidth = 24;
    private const int LeastService = 12, UsualService = 24, MostService = 32;
    private const int Least = TimeWidth + DirectionWidth + KindWidth + LeastService + PortWidth + AddressWidth + 5;

    /// <summary>For so many columns; 0 if it is no terminal: then all of them, and no name is cut.</summary>
    public ResetColumns(int width)
    {
        int rest = width == 0 ? int.MaxValue : width - Least;
        bool hasIdle = Take(IdleWidth + 1);
        bool hasRole = Take(RoleWidth + 1);
        bool hasStage = Take(StageWidth + 1);
        HasLocalAddress = Take(AddressWidth - PortWidth);
        bool hasReason = Take(ReasonWidth + 1);
        int service = width == 0 ? UsualService : Math.Clamp(LeastService + rest, LeastService, MostService);
        ServiceCut = width == 0 ? int.MaxValue : service;

        Direction = TimeWidth + 1;
        Kind = Direction + DirectionWidth + 1;
        Service = Kind + KindWidth + 1;
        int next = Service + service + 1;
        Role = Place(hasRole, RoleWidth);
        Local = Place(true, HasLocalAddress ? AddressWidth : PortWidth);
        Peer = Place(true, AddressWidth);
        Stage = Place(hasStage, StageWidth);
        Idle = Place(hasIdle, IdleWidth);
        Reason = Place(hasReason, ReasonWidth);

        bool Take(int columns)
        {
            bool fits = columns <= rest;
            rest -= fits ? columns : 0;
            return fits;
        }

        int Place(bool isShown, int columns)
        {
            int place = isShown ? next : -1;
            next += isShown ? columns + 1 : 0;
            return place;
        }
    }

    public int Direction { get; }

    public int Kind { get; }

    public int Service { get; }

    public int Role { get; }

    public int Local { get; }

    public int Peer { get; }

    public int Stage { get; }

    public int Idle { get; }

    public int Reason { get; }

    /// <summary>Whether there is room for more of this side than its port.</summary>
    public bool HasLocalAddress { get; }

    /// <summary>At how many columns a service's name is cut.</summary>
    public int ServiceCut { get; }
}
