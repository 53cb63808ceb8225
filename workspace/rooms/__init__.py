"""Case rooms: who takes part, who is a member, and who must never see them."""
