"""Understanding: text and companies in, milestones with their evidence out; pure."""
